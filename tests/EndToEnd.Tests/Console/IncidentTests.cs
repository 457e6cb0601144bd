using Microsoft.Playwright;
using SocCore.Incidents;
using SocCore.Incidents.Workflow;
using SocCore.Rules;
using SocCore.Storage;

namespace EndToEnd.Tests.Console;

[Collection(ConsoleCollection.Name)]
public sealed class IncidentTests(ConsoleFixture console)
{
    private static Case Own(string number, RuleLevel level = RuleLevel.Medium) => new(
        level, $"Việc của tôi {number}", $"My own {number}", "parking", ["so-gtvt"], 1, 4, ("source.ip", "192.0.2." + number), ["{{\"lot\":\"BX-{0:00}\",\"amount\":{1:00}}}"], ["attack.t1110"]);

    private async Task<(Reader Reader, Incident Incident)> OpenAsync(string number)
    {
        Incident incident = await console.Host.Scene.RaiseAsync(Own(number));
        Reader reader = await console.SignedInAsync();
        await reader.GoAsync("/incidents/" + incident.Uid);
        return (reader, incident);
    }

    [Fact]
    public async Task Evidence_opens_to_the_original_line_and_the_document()
    {
        (Reader reader, _) = await OpenAsync("101");
        await using Reader open = reader;
        await Assertions.Expect(reader.Page.Locator("h1")).ToHaveTextAsync("Việc của tôi 101");
        await Assertions.Expect(reader.Page.Locator(".evidence-row")).ToHaveCountAsync(4);
        await reader.Page.Locator("button.toggle").First.ClickAsync();
        await Assertions.Expect(reader.Page.Locator("pre.raw").Nth(0)).ToContainTextAsync("{\"lot\":\"BX-");
        await Assertions.Expect(reader.Page.Locator("pre.raw").Nth(1)).ToContainTextAsync("\"dataset\": \"infra.sshd\"");
        await Assertions.Expect(reader.Page.Locator("pre.raw").Nth(1)).ToContainTextAsync("192.0.2.101");
        reader.NothingBad();
    }

    [Fact]
    public async Task An_incident_is_taken_commented_and_resolved_with_what_that_needs()
    {
        (Reader reader, Incident incident) = await OpenAsync("102");
        await using Reader open = reader;
        IPage page = reader.Page;
        await page.Keyboard.PressAsync("a");
        await Assertions.Expect(page.Locator(".incident-head .status")).ToHaveTextAsync("Đang xử lý");
        await Assertions.Expect(page.Locator(".clocks")).ToContainTextAsync("Nguyễn Thị An");

        await page.Locator("#comment").FillAsync("Đã gọi bãi xe, họ đang kiểm tra.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Gửi ghi chú" }).ClickAsync();
        await Assertions.Expect(page.Locator(".history blockquote")).ToHaveTextAsync("Đã gọi bãi xe, họ đang kiểm tra.");
        await Assertions.Expect(page.Locator("#comment")).ToHaveValueAsync("");

        await page.GetByRole(AriaRole.Button, new() { Name = "Đã xử lý xong" }).ClickAsync();
        ILocator form = page.Locator("form.transition");
        await form.Locator("button[type=submit]").ClickAsync();
        await Assertions.Expect(form).ToContainTextAsync("Hãy chọn kết luận.");
        await Assertions.Expect(form).ToContainTextAsync("Hãy ghi tóm tắt những gì đã tìm ra.");
        await form.Locator("#verdict").SelectOptionAsync("FalsePositive");
        await form.Locator("#summary").FillAsync("Máy bán vé thử nghiệm.");
        await form.GetByLabel("Chưa rõ nguyên nhân gốc").CheckAsync();
        await form.Locator("button[type=submit]").ClickAsync();
        await Assertions.Expect(page.Locator(".incident-head .status")).ToHaveTextAsync("Đã xử lý");
        await Assertions.Expect(page.Locator(".incident-head")).ToContainTextAsync("Cảnh báo sai");

        Incident saved = (await console.Host.Get<ICaseStore>().GetIncidentAsync(incident.Uid, AgencyScope.City, TestContext.Current.CancellationToken))!;
        Assert.Equal((IncidentStatus.Resolved, Verdict.FalsePositive, "Máy bán vé thử nghiệm.", "unknown", "Nguyễn Thị An"), (saved.Status, saved.Verdict, saved.Summary, saved.RootCause, saved.ResolvedBy));
        reader.NothingBad();
    }

    [Theory]
    [InlineData("103", "Giữ bản hiện tại", IncidentStatus.OnHold)]
    [InlineData("104", "Vẫn lưu thay đổi của tôi", IncidentStatus.Resolved)]
    public async Task A_lost_race_shows_both_and_lets_the_reader_decide(string number, string decision, IncidentStatus expected)
    {
        (Reader reader, Incident incident) = await OpenAsync(number);
        await using Reader open = reader;
        IPage page = reader.Page;
        await page.GetByRole(AriaRole.Button, new() { Name = "Nhận xử lý" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Đã xử lý xong" }).ClickAsync();
        ILocator form = page.Locator("form.transition");
        await form.Locator("#verdict").SelectOptionAsync("Benign");
        await form.Locator("#summary").FillAsync("Bảo trì theo lịch.");
        await form.GetByLabel("Chưa rõ nguyên nhân gốc").CheckAsync();

        await console.Host.Scene.ActAsync(
            incident.Uid, new Transition(IncidentStatus.OnHold) { HoldReason = "Chờ nhà thầu", HoldUntil = console.Host.Get<TimeProvider>().GetUtcNow().AddHours(4) }, "Trần Minh Khoa");
        await Assertions.Expect(page.Locator(".incident-head .status")).ToHaveTextAsync("Tạm dừng");
        Assert.Equal("Bảo trì theo lịch.", await form.Locator("#summary").InputValueAsync());
        await form.Locator("button[type=submit]").ClickAsync();

        ILocator dialog = page.Locator("dialog[data-modal][open]");
        await Assertions.Expect(dialog).ToContainTextAsync("Trần Minh Khoa");
        await Assertions.Expect(dialog.Locator("tr", new() { HasTextString = "Trạng thái" })).ToContainTextAsync("Tạm dừng");
        await dialog.GetByRole(AriaRole.Button, new() { Name = decision }).ClickAsync();
        await Assertions.Expect(dialog).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator(".incident-head .status")).ToHaveTextAsync(expected == IncidentStatus.OnHold ? "Tạm dừng" : "Đã xử lý");
        Incident saved = (await console.Host.Get<ICaseStore>().GetIncidentAsync(incident.Uid, AgencyScope.City, TestContext.Current.CancellationToken))!;
        Assert.Equal(expected, saved.Status);
        reader.NothingBad();
    }

    [Fact]
    public async Task A_reader_without_the_right_to_write_is_offered_nothing_to_press()
    {
        Incident incident = await console.Host.Scene.RaiseAsync(Own("105"));
        await using Reader reader = await console.SignedInAsync(new ReaderChoice { Role = "auditor", Name = "Đỗ Kiểm Toán" });
        await reader.GoAsync("/incidents/" + incident.Uid);
        await Assertions.Expect(reader.Page.Locator(".columns")).ToContainTextAsync("Vai trò của bạn chỉ được xem sự cố.");
        Assert.Equal(0, await reader.Page.Locator("#comment, .buttons button").CountAsync());
        await reader.Page.Locator("button.toggle").First.ClickAsync();
        await Assertions.Expect(reader.Page.Locator("pre.raw")).ToHaveCountAsync(1);
        Assert.DoesNotContain("\"original\"", await reader.Page.Locator("pre.raw").InnerTextAsync(), StringComparison.Ordinal);
        reader.NothingBad();
    }
}
