using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace EndToEnd.Tests.Console;

/// <summary>Every page in every language and every choice of colours.</summary>
[Collection(ConsoleCollection.Name)]
public sealed class LookTests(ConsoleFixture console)
{
    private static readonly string[] Paths = ["/", "/incidents", "/search?q=city.system:infra", "/search?q=source.ip:(", "/sources", "/dead-letters", "/rules", "/reports", "/incidents/one"];

    public static TheoryData<string, string> Looks { get; } = new()
    {
        { "vi-VN", "light" }, { "en-GB", "light" }, { "vi-VN", "dark" }, { "en-GB", "dark" }, { "vi-VN", "contrast" }, { "en-GB", "contrast" },
    };

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task Every_page_is_accessible_quiet_and_keeps_to_itself(string language, string theme)
    {
        await using Reader reader = await console.SignedInAsync(new ReaderChoice(language, theme));
        foreach (string path in Paths)
        {
            if (path == "/incidents/one")
            {
                await reader.GoAsync("/incidents");
                await reader.Page.Locator("a.title", new() { HasTextString = "203.0.113.77" }).ClickAsync();
                await reader.Page.Locator("button.toggle").First.ClickAsync();
            }
            else
            {
                await reader.GoAsync(path);
            }

            await NoAxeViolationAsync(reader, path);
            Assert.Equal(language[..2], (await reader.Page.Locator("html").GetAttributeAsync("lang"))![..2]);
            Assert.Equal(theme, await reader.Page.Locator("html").GetAttributeAsync("data-theme"));
            Assert.DoesNotMatch(@"\[[A-Z][A-Za-z]+(\.[A-Za-z_]+)*\]", await reader.Page.Locator("body").InnerTextAsync());
            reader.NothingBad();
        }
    }

    [Fact]
    public async Task An_unknown_address_leads_to_a_page_that_says_so()
    {
        await using Reader reader = await console.SignedInAsync();
        IResponse answer = (await reader.Page.GotoAsync("/no/such/page"))!;
        Assert.Equal(404, answer.Status);
        Assert.Equal("Không tìm thấy trang", await reader.Page.Locator("h1").InnerTextAsync());
        await NoAxeViolationAsync(reader, "not found");
    }

    [Fact]
    public async Task The_sign_in_page_is_accessible()
    {
        await using Reader reader = await console.ReaderAsync();
        await reader.Page.GotoAsync(await console.Host.LinkAsync());
        await NoAxeViolationAsync(reader, "sign-in");
        reader.NothingBad();
    }

    [Fact]
    public async Task Language_and_colours_change_at_once_and_stay()
    {
        await using Reader reader = await console.SignedInAsync();
        await reader.GoAsync("/incidents?view=all");
        await ChooseAsync(reader, "/preferences/language", "English");
        Assert.Equal("Incidents", await reader.Page.Locator("h1").InnerTextAsync());
        Assert.EndsWith("/incidents?view=all", reader.Page.Url, StringComparison.Ordinal);
        await ChooseAsync(reader, "/preferences/theme", "Dark");
        Assert.Equal("dark", await reader.Page.Locator("html").GetAttributeAsync("data-theme"));
        Assert.Equal("rgb(12, 19, 26)", await reader.Page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor"));
        await reader.GoAsync("/rules");
        Assert.Equal("Detection rules", await reader.Page.Locator("h1").InnerTextAsync());
        reader.NothingBad();
    }

    [Theory]
    [InlineData("ja-JP", "vi")]
    [InlineData("en-US", "en")]
    [InlineData("vi", "vi")]
    public async Task The_browser_chooses_the_language_and_the_city_does_for_others(string browser, string expected)
    {
        await using Reader reader = await console.SignedInAsync(new ReaderChoice(browser));
        Assert.Equal(expected, await reader.Page.Locator("html").GetAttributeAsync("lang"));
        reader.NothingBad();
    }

    [Theory]
    [InlineData("/signin")]
    [InlineData("/incidents")]
    public async Task Pages_carry_a_content_policy_without_exceptions(string path)
    {
        await using Reader reader = await console.SignedInAsync();
        IResponse page = (await reader.Page.GotoAsync(path))!;
        string policy = (await page.AllHeadersAsync())["content-security-policy"];
        foreach (string part in (string[])["default-src 'self'", "script-src 'self'", "style-src 'self'", "connect-src 'self'", "frame-ancestors 'none'"])
            Assert.Contains(part, policy.Split("; "));
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal(0, await reader.Page.Locator("[style], style, script:not([src])").CountAsync());
        reader.NothingBad();
    }

    private static async Task ChooseAsync(Reader reader, string action, string name)
    {
        await reader.Page.Locator($"details.menu:has(form[action='{action}']) > summary").ClickAsync();
        await reader.Page.Locator($"form[action='{action}'] button", new() { HasTextString = name }).ClickAsync();
        await reader.Page.WaitForLoadStateAsync();
        await reader.LiveAsync();
    }

    private static async Task NoAxeViolationAsync(Reader reader, string path)
    {
        AxeResult result = await reader.Page.RunAxe(new AxeRunOptions { RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] } });
        Assert.True(
            result.Violations.Length == 0,
            $"{path}: {string.Join("\n", result.Violations.Select(static v => $"{v.Id}: {v.Help} {string.Join(" | ", v.Nodes.Take(4).Select(static n => n.Html))}"))}");
    }
}
