using Microsoft.Playwright;
using SocCore.Incidents;
using SocCore.Incidents.Workflow;
using SocCore.Rules;

namespace EndToEnd.Tests.Console;

[Collection(ConsoleCollection.Name)]
public sealed class QueueTests(ConsoleFixture console)
{
    private static Case Fresh(string number) => new(
        RuleLevel.High, $"Sự cố mới {number}", $"Fresh incident {number}", "parking", ["so-gtvt"], 0, 3, ("source.ip", "198.51.100." + number), ["probe {0:00}{1:00}"], ["attack.t1110"]);

    [Fact]
    public async Task Open_incidents_are_listed_newest_first_with_what_a_responder_needs()
    {
        await using Reader reader = await console.SignedInAsync();
        await reader.GoAsync("/incidents");
        ILocator row = reader.Page.Locator("tr", new() { HasTextString = "Đăng nhập SSH thành công sau dò mật khẩu từ 203.0.113.77" });
        foreach (string part in (string[])["Nghiêm trọng", "INC-2026-", "infra", "203.0.113.77, dc1-jump01", "SOC thành phố", "2 đơn vị liên quan", "148", "12/03/2026 09:"])
            await Assertions.Expect(row).ToContainTextAsync(part);
        Assert.EndsWith(" UTC", await row.Locator("time").First.GetAttributeAsync("title"), StringComparison.Ordinal);
        Assert.Equal(0, await reader.Page.Locator("tr", new() { HasTextString = "Chứng thư TLS" }).CountAsync());
        reader.NothingBad();
    }

    [Theory]
    [InlineData("dang nhap ssh")]
    [InlineData("ĐĂNG NHẬP")]
    [InlineData("203.0.113.77")]
    public async Task Filtering_folds_case_and_vietnamese_marks(string text)
    {
        await using Reader reader = await console.SignedInAsync();
        await reader.GoAsync("/incidents");
        await reader.Page.Locator(".filters input[type=search]").FillAsync(text);
        await reader.Page.Keyboard.PressAsync("Enter");
        await reader.Page.WaitForURLAsync("**/incidents?q=*");
        await Assertions.Expect(reader.Page.Locator("a.title")).ToHaveCountAsync(1);
        await Assertions.Expect(reader.Page.Locator("a.title")).ToContainTextAsync("203.0.113.77");
        reader.NothingBad();
    }

    [Fact]
    public async Task A_new_incident_is_announced_and_no_row_moves_until_the_reader_asks()
    {
        await using Reader reader = await console.SignedInAsync();
        await reader.GoAsync("/incidents");
        IReadOnlyList<string> before = await reader.Page.Locator("a.title").AllInnerTextsAsync();
        await console.Host.Scene.RaiseAsync(Fresh("201"));
        ILocator banner = reader.Page.Locator("button.banner");
        await Assertions.Expect(banner).ToContainTextAsync("Có 1 sự cố mới");
        Assert.Equal(before, await reader.Page.Locator("a.title").AllInnerTextsAsync());
        await banner.ClickAsync();
        await Assertions.Expect(reader.Page.Locator("a.title").First).ToHaveTextAsync("Sự cố mới 201");
        await Assertions.Expect(banner).ToHaveCountAsync(0);
        reader.NothingBad();
    }

    [Fact]
    public async Task A_change_by_a_colleague_appears_in_its_row()
    {
        Incident incident = await console.Host.Scene.RaiseAsync(Fresh("202"));
        await using Reader reader = await console.SignedInAsync();
        await reader.GoAsync("/incidents");
        ILocator row = reader.Page.Locator("tr", new() { HasTextString = "Sự cố mới 202" });
        await Assertions.Expect(row.Locator(".status")).ToHaveTextAsync("Mới");
        await console.Host.Scene.ActAsync(incident.Uid, new Transition(IncidentStatus.InProgress), "Trần Minh Khoa");
        await Assertions.Expect(row.Locator(".status")).ToHaveTextAsync("Đang xử lý");
        await Assertions.Expect(row).ToContainTextAsync("Trần Minh Khoa");
        reader.NothingBad();
    }

    [Fact]
    public async Task Keys_move_through_rows_open_an_incident_and_can_be_turned_off()
    {
        await using Reader reader = await console.SignedInAsync();
        await reader.GoAsync("/incidents");
        string second = await reader.Page.Locator("a.title").Nth(1).InnerTextAsync();
        foreach (string key in (string[])["j", "j", "j", "k"])
            await reader.Page.Keyboard.PressAsync(key);
        Assert.Equal(second, await reader.Page.EvaluateAsync<string>("() => document.activeElement.innerText"));
        await reader.Page.Keyboard.PressAsync("o");
        await Assertions.Expect(reader.Page.Locator("h1")).ToHaveTextAsync(second);

        await reader.Page.Keyboard.PressAsync("?");
        ILocator help = reader.Page.Locator("dialog#help[open]");
        await Assertions.Expect(help).ToBeVisibleAsync();
        await help.Locator("[data-keys-off]").CheckAsync();
        await reader.Page.Keyboard.PressAsync("Escape");
        await reader.Page.Keyboard.PressAsync("?");
        await Assertions.Expect(help).ToHaveCountAsync(0);
        reader.NothingBad();
    }

    [Fact]
    public async Task An_agency_reads_its_own_and_its_share_and_nothing_else()
    {
        await using Reader reader = await console.SignedInAsync(new ReaderChoice { Agency = "so-tttt", Role = "responder", Name = "Phạm Gia Bảo" });
        await reader.GoAsync("/incidents?view=all");
        string text = await reader.Page.Locator("table.queue").InnerTextAsync();
        Assert.Contains("Đăng nhập SSH thành công", text, StringComparison.Ordinal);
        Assert.Contains("Phần chia sẻ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Xóa hàng loạt bản ghi", text, StringComparison.Ordinal);
        Assert.DoesNotContain("bãi xe", text, StringComparison.Ordinal);

        Incident foreign = await console.Host.Scene.RaiseAsync(Fresh("203"));
        await reader.GoAsync("/incidents/" + foreign.Uid);
        await Assertions.Expect(reader.Page.GetByRole(AriaRole.Alert).Filter(new() { HasTextString = "Không tìm thấy" })).ToBeVisibleAsync();
        Assert.DoesNotContain("Sự cố mới 203", await reader.Page.ContentAsync(), StringComparison.Ordinal);
        reader.NothingBad();
    }
}
