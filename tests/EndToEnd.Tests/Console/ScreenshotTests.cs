using Microsoft.Playwright;
using SocTesting;

namespace EndToEnd.Tests.Console;

/// <summary>Takes the pictures of the README. Explicit: run it after the console has changed its looks, and look at them.</summary>
[Collection(ConsoleCollection.Name)]
public sealed class ScreenshotTests(ConsoleFixture console)
{
    [Fact(Explicit = true)]
    public async Task Pictures_of_the_readme_are_taken()
    {
        string folder = Environment.GetEnvironmentVariable("SOC_SCREENSHOTS") ?? Path.Combine(SharedData.Root, "docs", "images");
        Directory.CreateDirectory(folder);
        bool all = Environment.GetEnvironmentVariable("SOC_SCREENSHOTS") is not null;
        if (!all)
        {
            await TakeDemoAsync(folder);
            return;
        }

        string[] pages = ["queue", "incident", "overview", "search", "sources", "dead-letters", "rules"];
        await TakeAsync(folder, "-vi-light", new ReaderChoice(Theme: "light"), pages);
        await TakeAsync(folder, "-en-dark", new ReaderChoice("en-GB", "dark"), pages);
        await TakeDetailsAsync(folder, new ReaderChoice(Theme: "light"));
        await TakeAsync(folder, "-vi-contrast", new ReaderChoice(Theme: "contrast"), ["queue", "incident"]);
        await TakeAsync(folder, "-vi-narrow", new ReaderChoice(Theme: "light", Width: 400, Height: 860), ["queue", "incident", "overview"]);
    }

    private async Task TakeAsync(string folder, string suffix, ReaderChoice choice, string[] pages)
    {
        await using Reader reader = await console.SignedInAsync(choice);
        foreach (string page in pages)
        {
            await reader.GoAsync(page switch
            {
                "queue" => "/incidents",
                "incident" => "/incidents",
                "overview" => "/",
                "search" => "/search?q=" + Uri.EscapeDataString("city.system:infra"),
                _ => "/" + page,
            });
            if (page == "incident")
            {
                await reader.Page.Locator("a.title", new PageLocatorOptions { HasTextString = "203.0.113.77" }).ClickAsync();
                await reader.Page.Locator(".incident-head").WaitForAsync();
                await reader.Page.Locator("button.toggle").Nth(0).ClickAsync();
                await reader.Page.Locator("pre.raw").First.WaitForAsync();
                await reader.Page.EvaluateAsync("() => { document.activeElement.blur(); scrollTo(0, 0); }");
            }

            await reader.Page.WaitForTimeoutAsync(300);
            await reader.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"console-{page}{suffix}.png") });
        }
    }

    /// <summary>What the reader of the README will see: the demo when its scenario is over.</summary>
    private static async Task TakeDemoAsync(string folder)
    {
        using IPlaywright playwright = await Chromium.DriverAsync();
        await using IBrowser browser = await Chromium.LaunchAsync(playwright);
        await using DemoProcess demo = new();
        string link = await demo.LinkAsync();
        await using Reader reader = await Reader.OpenAsync(browser, new Uri(link).GetLeftPart(UriPartial.Authority), new ReaderChoice(Theme: "light"));
        await reader.SignInAsync(link);
        for (int i = 0; i < 240 && !demo.Output.Contains("scenario is over", StringComparison.Ordinal); i++)
            await reader.Page.WaitForTimeoutAsync(500);
        await reader.GoAsync("/incidents?sort=severity");
        await reader.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, "console-queue.png") });
        await reader.Page.Locator("a.title", new PageLocatorOptions { HasTextString = "bị dò mật khẩu rồi rút dữ liệu" }).ClickAsync();
        await reader.Page.Locator(".incident-head").WaitForAsync();
        await reader.Page.Locator("button.toggle").First.ClickAsync();
        await reader.Page.Locator("pre.raw").First.WaitForAsync();
        await reader.Page.EvaluateAsync("() => { document.activeElement.blur(); scrollTo(0, 0); }");
        await reader.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, "console-incident.png") });
    }

    private async Task TakeDetailsAsync(string folder, ReaderChoice choice)
    {
        await using Reader reader = await console.ReaderAsync(choice);
        await reader.Page.GotoAsync(await console.Host.LinkAsync());
        await ShootAsync("sign-in");
        await reader.Page.Locator("form[action^='/signin/'] button").ClickAsync();
        await reader.LiveAsync();
        await reader.GoAsync("/incidents");
        await reader.Page.Keyboard.PressAsync("?");
        await ShootAsync("help");
        await reader.GoAsync("/incidents");
        await reader.Page.Locator("a.title", new PageLocatorOptions { HasTextString = "Xóa hàng loạt" }).ClickAsync();
        await reader.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Đã xử lý xong" }).ClickAsync();
        await reader.Page.Locator("form.transition button[type=submit]").ClickAsync();
        await ShootAsync("resolve");
        await reader.Page.Locator("details.menu:has(.avatar) > summary").ClickAsync();
        await reader.Page.Locator(".history").ScrollIntoViewIfNeededAsync();
        await ShootAsync("history");
        await reader.GoAsync("/search?q=" + Uri.EscapeDataString("event.dataset:infra.sshd and ) or x"));
        await ShootAsync("search-fault");

        async Task ShootAsync(string name)
        {
            await reader.Page.WaitForTimeoutAsync(300);
            await reader.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"console-{name}.png") });
        }
    }
}
