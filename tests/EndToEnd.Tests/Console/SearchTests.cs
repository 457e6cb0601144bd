using System.Globalization;
using Microsoft.Playwright;

namespace EndToEnd.Tests.Console;

[Collection(ConsoleCollection.Name)]
public sealed class SearchTests(ConsoleFixture console)
{
    [Fact]
    public async Task A_query_finds_events_and_shows_them_over_time()
    {
        await using Reader reader = await console.SignedInAsync();
        await reader.GoAsync("/search");
        await reader.Page.Locator("#kql").FillAsync("source.ip:203.0.113.0/24 and event.dataset:infra.sshd");
        await reader.Page.Keyboard.PressAsync("Enter");
        await reader.Page.WaitForURLAsync("**/search?q=*");
        await Assertions.Expect(reader.Page.Locator("#hits-title")).ToHaveTextAsync("40 sự kiện");
        await Assertions.Expect(reader.Page.Locator(".evidence-row")).ToHaveCountAsync(40);
        IReadOnlyList<string> bars = await reader.Page.Locator("svg.chart rect.bar title").AllTextContentsAsync();
        Assert.True(bars.Count > 1, "the events lie at many minutes");
        Assert.Equal(40, bars.Sum(static b => int.Parse(b.Split("· ")[1].Split(' ')[0], CultureInfo.InvariantCulture)));
        reader.NothingBad();
    }

    [Fact]
    public async Task A_syntax_error_is_shown_where_it_is()
    {
        await using Reader reader = await console.SignedInAsync();
        await reader.GoAsync("/search?q=" + Uri.EscapeDataString("event.dataset:infra.sshd and )"));
        ILocator fault = reader.Page.GetByRole(AriaRole.Alert).Filter(new() { HasTextString = "cú pháp" });
        await Assertions.Expect(fault.Locator("mark")).ToHaveTextAsync(")");
        await Assertions.Expect(fault).ToContainTextAsync("Lỗi ở ký tự thứ 30.");
        reader.NothingBad();
    }

    [Fact]
    public async Task An_entity_leads_to_its_events()
    {
        await using Reader reader = await console.SignedInAsync();
        await reader.GoAsync("/incidents");
        await reader.Page.Locator("a.title", new() { HasTextString = "203.0.113.77" }).ClickAsync();
        await reader.Page.Locator(".rows a.mono", new() { HasTextString = "203.0.113.77" }).ClickAsync();
        await Assertions.Expect(reader.Page.Locator("#kql")).ToHaveValueAsync("source.ip:\"203.0.113.77\"");
        await Assertions.Expect(reader.Page.Locator("#hits-title")).ToHaveTextAsync("40 sự kiện");
        reader.NothingBad();
    }

    [Fact]
    public async Task Dead_letters_are_read_to_the_byte_and_replayed()
    {
        await using Reader reader = await console.SignedInAsync();
        await reader.GoAsync("/dead-letters");
        await reader.Page.Locator("tr", new() { HasTextString = "0x16" }).First.Locator("button.toggle").ClickAsync();
        await Assertions.Expect(reader.Page.Locator("pre.raw .ctl").First).ToHaveTextAsync("U+0016");
        await reader.Page.GetByRole(AriaRole.Button, new() { Name = "Chạy lại" }).ClickAsync();
        await Assertions.Expect(reader.Page.Locator(".notice.warn")).ToContainTextAsync("Đã thử 7: 4 đã lưu, 3 vẫn lỗi.");
        await Assertions.Expect(reader.Page.Locator(".evidence-row")).ToHaveCountAsync(3);
        reader.NothingBad();
    }
}
