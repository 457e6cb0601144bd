using Microsoft.Playwright;

namespace EndToEnd.Tests.Console;

/// <summary>The console over the real program: real listeners, the embedded store, real rules.</summary>
[Collection(ConsoleCollection.Name)]
public sealed class DemoTests
{
    [Fact]
    public async Task The_link_of_the_demo_leads_to_its_incidents_while_they_rise()
    {
        using IPlaywright playwright = await Chromium.DriverAsync();
        await using IBrowser browser = await Chromium.LaunchAsync(playwright);
        await using DemoProcess demo = new();
        string link = await demo.LinkAsync();
        await using Reader reader = await Reader.OpenAsync(browser, new Uri(link).GetLeftPart(UriPartial.Authority), new ReaderChoice(Theme: "light"));
        await reader.SignInAsync(link);
        await reader.GoAsync("/incidents");
        ILocator rows = reader.Page.Locator("a.title");
        await Assertions.Expect(reader.Page.Locator("button.banner").Or(rows.First).First).ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = 240_000 });
        if (await reader.Page.Locator("button.banner").CountAsync() > 0)
            await reader.Page.Locator("button.banner").ClickAsync();

        await rows.First.ClickAsync();
        await Assertions.Expect(reader.Page.Locator(".incident-head h1")).ToBeVisibleAsync();
        await Assertions.Expect(reader.Page.Locator(".evidence-row").First).ToBeVisibleAsync();
        await reader.Page.Locator("button.toggle").First.ClickAsync();
        await Assertions.Expect(reader.Page.Locator("pre.raw").Last).ToContainTextAsync("\"@timestamp\"");
        await reader.Page.Keyboard.PressAsync("a");
        await Assertions.Expect(reader.Page.Locator(".incident-head .status")).ToHaveTextAsync("Đang xử lý");

        foreach (string path in (string[])["/", "/search", "/sources", "/dead-letters", "/rules"])
            await reader.GoAsync(path);
        string? folder = Environment.GetEnvironmentVariable("SOC_SCREENSHOTS");
        if (folder is not null)
        {
            await rows.First.WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Detached });
            await reader.Page.WaitForTimeoutAsync(20_000);
            foreach (string path in (string[])["/", "/incidents", "/sources", "/rules", "/dead-letters"])
            {
                await reader.GoAsync(path);
                await reader.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"demo-{path.Trim('/')}.png") });
            }
        }

        reader.NothingBad();
    }
}
