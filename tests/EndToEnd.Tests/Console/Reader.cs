using Microsoft.Playwright;

namespace EndToEnd.Tests.Console;

/// <summary>
/// Somebody with a browser. Everything that a page of ours must never do is written down while it is read: errors in the
/// browser's console, requests to another host, dialogs, violations of the content policy.
/// </summary>
internal sealed class Reader : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConsoleHost _host;
    private readonly ReaderChoice _choice;
    private readonly List<string> _faults = [];

    private Reader(IBrowserContext context, IPage page, ConsoleHost host, ReaderChoice choice)
    {
        (_context, Page, _host, _choice) = (context, page, host, choice);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                _faults.Add($"console {message.Type} on {page.Url}: {message.Text}");
        };
        page.PageError += (_, error) => _faults.Add($"script error on {page.Url}: {error}");
        page.Dialog += async (_, dialog) =>
        {
            _faults.Add($"dialog on {page.Url}: {dialog.Message}");
            await dialog.DismissAsync();
        };
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(host.Address, StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
                _faults.Add($"request to another host: {request.Url}");
        };
        page.WebSocket += (_, socket) =>
        {
            if (new Uri(socket.Url).Authority != new Uri(host.Address).Authority)
                _faults.Add($"socket to another host: {socket.Url}");
        };
        page.Response += (_, response) =>
        {
            if (response.Status >= 500)
                _faults.Add($"{response.Status} of {response.Url}");
        };
    }

    /// <summary>The page.</summary>
    public IPage Page { get; }

    public static async Task<Reader> OpenAsync(IBrowser browser, ConsoleHost host, ReaderChoice choice)
    {
        IBrowserContext context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = host.Address,
            Locale = choice.Language,
            TimezoneId = "Europe/London",
            ViewportSize = new ViewportSize { Width = choice.Width, Height = choice.Height },
            ReducedMotion = ReducedMotion.Reduce,
        });
        if (choice.Theme != "system")
            await context.AddCookiesAsync([new Cookie { Name = "soc.theme", Value = choice.Theme, Url = host.Address }]);
        Reader reader = new(context, await context.NewPageAsync(), host, choice);
        reader.Page.SetDefaultTimeout(15_000);
        return reader;
    }

    /// <summary>Opens a link made for this reader and comes to the first page.</summary>
    public async Task SignInAsync()
    {
        await Page.GotoAsync(await _host.LinkAsync(_choice.Name, _choice.Role, _choice.Agency));
        await Page.Locator("main form[action^='/signin/'] button").ClickAsync();
        await Page.WaitForURLAsync(_host.Address + "/");
        await LiveAsync();
    }

    /// <summary>Opens a page of the console and waits until it is live.</summary>
    public async Task GoAsync(string path)
    {
        await Page.GotoAsync(path);
        await LiveAsync();
    }

    /// <summary>Waits until the circuit is there: the framework has taken over what the first byte brought.</summary>
    public async Task LiveAsync()
    {
        await Page.Locator("h1").First.WaitForAsync();
        await Page.WaitForFunctionAsync("() => document.querySelector('[data-live]') !== null");
    }

    /// <summary>Says that nothing happened that must not happen.</summary>
    public void NothingBad()
    {
        Assert.Empty(_faults);
        Assert.Empty(FaultLog.Take());
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
