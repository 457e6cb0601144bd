using System.Security.Cryptography;
using System.Text.Json.Nodes;
using EndToEnd.Tests.Console;
using Microsoft.Playwright;
using SocApi.Auth;

namespace EndToEnd.Tests.Reports;

/// <summary>Reports in the console: made, listed, brought home.</summary>
[Collection(ConsoleCollection.Name)]
public sealed class ReportPageTests(ConsoleFixture console)
{
    [Theory]
    [InlineData("vi-VN", "Báo cáo nhanh hằng ngày", "Lập ngay")]
    [InlineData("en-GB", "Daily SOC brief", "Make now")]
    public async Task A_lead_makes_a_report_and_downloads_it(string language, string title, string button)
    {
        await using Reader reader = await console.SignedInAsync(new ReaderChoice(language));
        await reader.GoAsync("/reports");
        await reader.Page.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();
        ILocator row = reader.Page.Locator("tbody tr", new() { HasTextString = title }).First;
        await Assertions.Expect(row).ToBeVisibleAsync(new() { Timeout = 90_000 });
        IDownload page = await reader.Page.RunAndWaitForDownloadAsync(() => row.Locator("a.button", new() { HasTextString = "HTML" }).ClickAsync());
        Assert.StartsWith("daily-brief-", page.SuggestedFilename, StringComparison.Ordinal);
        await row.Locator("summary").ClickAsync(new() { Position = new() { X = 4, Y = 4 } });
        IDownload manifest = await reader.Page.RunAndWaitForDownloadAsync(() => row.Locator("a", new() { HasTextString = "manifest.json" }).ClickAsync());
        JsonNode said = JsonNode.Parse(await File.ReadAllTextAsync(await manifest.PathAsync(), TestContext.Current.CancellationToken))!;
        Assert.Equal(
            said["files"]!.AsArray().Single(static f => f!["name"]!.GetValue<string>() == "report.html")!["sha256"]!.GetValue<string>(),
            Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(await page.PathAsync(), TestContext.Current.CancellationToken))));
        reader.NothingBad();
    }

    [Fact]
    public async Task Who_may_not_read_reports_is_not_led_there_and_gets_none()
    {
        await using Reader reader = await console.SignedInAsync(new ReaderChoice { Role = Roles.Viewer });
        Assert.Equal(0, await reader.Page.Locator("nav a[href='/reports']").CountAsync());
        await reader.GoAsync("/reports");
        await Assertions.Expect(reader.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("reports:read");
        Assert.Equal(0, await reader.Page.Locator("tbody tr").CountAsync());
    }
}
