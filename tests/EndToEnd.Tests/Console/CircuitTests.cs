using Microsoft.Playwright;
using SocApi.Console;

namespace EndToEnd.Tests.Console;

/// <summary>A page that stays open: what happens when its session ends, and when its server does.</summary>
[Collection(ConsoleCollection.Name)]
public sealed class CircuitTests
{
    [Fact]
    public async Task A_page_whose_session_is_revoked_turns_to_the_sign_in()
    {
        using IPlaywright playwright = await Chromium.DriverAsync();
        await using IBrowser browser = await Chromium.LaunchAsync(playwright);
        await using ConsoleHost host = await ConsoleHost.StartAsync(new ConsoleOptions { SessionCheck = TimeSpan.FromSeconds(1) });
        await using Reader stays = await Reader.OpenAsync(browser, host.Address, new ReaderChoice());
        await stays.SignInAsync(await host.LinkAsync());
        await stays.GoAsync("/incidents");
        IPage other = await stays.Page.Context.NewPageAsync();
        await other.GotoAsync(host.Address + "/rules");
        await other.Locator("[data-live]").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });
        await other.Locator("details.menu:has(.avatar) > summary").ClickAsync();
        await other.GetByRole(AriaRole.Button, new() { Name = "Đăng xuất" }).ClickAsync();
        await stays.Page.WaitForURLAsync("**/signin?*");
        Assert.Equal(0, await stays.Page.Locator("table.queue").CountAsync());
        stays.NothingBad();
    }

    [Fact]
    public async Task A_lost_server_is_said_and_the_page_stays_readable()
    {
        using IPlaywright playwright = await Chromium.DriverAsync();
        await using IBrowser browser = await Chromium.LaunchAsync(playwright);
        await using ConsoleHost host = await ConsoleHost.StartAsync();
        await using Reader reader = await Reader.OpenAsync(browser, host.Address, new ReaderChoice());
        await reader.SignInAsync(await host.LinkAsync());
        await reader.GoAsync("/incidents");
        List<string> refused = [];
        reader.Page.Console += (_, message) =>
        {
            if (message.Text.Contains("Content Security Policy", StringComparison.OrdinalIgnoreCase))
                refused.Add(message.Text);
        };
        await host.StopAsync();
        await Assertions.Expect(reader.Page.Locator("#components-reconnect-modal")).ToBeVisibleAsync();
        await Assertions.Expect(reader.Page.Locator("#components-reconnect-modal")).ToContainTextAsync("Mất kết nối với máy chủ");
        await Assertions.Expect(reader.Page.Locator("table.queue")).ToBeVisibleAsync();
        Assert.Empty(refused);
    }
}
