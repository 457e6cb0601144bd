using Microsoft.Playwright;

namespace EndToEnd.Tests.Console;

[Collection(ConsoleCollection.Name)]
public sealed class SignInTests(ConsoleFixture console)
{
    [Fact]
    public async Task A_link_signs_in_once()
    {
        string link = await console.Host.LinkAsync();
        await using Reader first = await console.ReaderAsync();
        await first.Page.GotoAsync(link);
        Assert.Equal("Đăng nhập SmartCity SOC", await first.Page.Locator("h1").InnerTextAsync());
        await first.Page.GetByRole(AriaRole.Button, new() { Name = "Đăng nhập" }).ClickAsync();
        await first.LiveAsync();
        Assert.Equal("Tổng quan", await first.Page.Locator("h1").InnerTextAsync());
        first.NothingBad();

        await using Reader second = await console.ReaderAsync();
        IResponse? again = await second.Page.GotoAsync(link);
        Assert.Equal(410, again!.Status);
        await Assertions.Expect(second.Page.GetByRole(AriaRole.Alert).First).ToContainTextAsync("Liên kết đã được dùng hoặc đã hết hạn");
        Assert.Equal(0, await second.Page.Locator("form[action^='/signin/']").CountAsync());
    }

    [Fact]
    public async Task Opening_a_link_without_pressing_the_button_uses_nothing_up()
    {
        string link = await console.Host.LinkAsync();
        await using Reader preview = await console.ReaderAsync();
        await preview.Page.GotoAsync(link);
        await preview.Page.GotoAsync(link);
        await preview.Page.Locator("form[action^='/signin/'] button").ClickAsync();
        await preview.LiveAsync();
        preview.NothingBad();
    }

    [Fact]
    public async Task A_page_without_a_session_asks_to_sign_in_and_shows_nothing()
    {
        await using Reader reader = await console.ReaderAsync();
        await reader.Page.GotoAsync("/incidents");
        Assert.Contains("/signin", reader.Page.Url, StringComparison.Ordinal);
        Assert.DoesNotContain("INC-", await reader.Page.ContentAsync(), StringComparison.Ordinal);
        reader.NothingBad();
    }

    [Fact]
    public async Task Signing_out_ends_the_session_in_other_tabs_too()
    {
        await using Reader reader = await console.SignedInAsync();
        string cookie = (await reader.Page.Context.CookiesAsync()).Single(static c => c.Name == "soc").Value;
        await reader.Page.Locator("details.menu:has(.avatar) > summary").ClickAsync();
        await reader.Page.GetByRole(AriaRole.Button, new() { Name = "Đăng xuất" }).ClickAsync();
        await reader.Page.WaitForURLAsync("**/signin");
        reader.NothingBad();

        // Who kept the cookie has nothing of it: the session's token is revoked, not merely forgotten by the browser.
        using HttpClient client = new(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(console.Host.Address) };
        using HttpRequestMessage request = new(HttpMethod.Get, "/incidents");
        request.Headers.Add("Cookie", "soc=" + cookie);
        using HttpResponseMessage answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.Redirect, answer.StatusCode);
    }
}
