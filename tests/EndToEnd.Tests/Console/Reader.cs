using Microsoft.Playwright;

namespace EndToEnd.Tests.Console;

/// <summary>
/// Somebody with a browser. Everything that a page of ours must never do is written down while it is read: errors in the
/// browser's console, requests to another host, dialogs, violations of the content policy.
/// </summary>
internal sealed class Reader : IAsyncDisposable
{
    /// <summary>Milliseconds.</summary>
    private const float Patience = 90_000;

    private readonly IBrowserContext _context;
    private readonly string _address;
    private readonly FaultLog? _server;
    private readonly List<string> _faults = [];

    private Reader(IBrowserContext context, IPage page, string address, FaultLog? server)
    {
        (_context, Page, _address, _server) = (context, page, address, server);
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
            if (!request.Url.StartsWith(address, StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
                _faults.Add($"request to another host: {request.Url}");
        };
        page.WebSocket += (_, socket) =>
        {
            if (new Uri(socket.Url).Authority != new Uri(address).Authority)
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

    public static async Task<Reader> OpenAsync(IBrowser browser, string address, ReaderChoice choice, FaultLog? server = null)
    {
        // What is waited for comes; how soon, on a machine that does other things too, is not what these tests are about.
        Assertions.SetDefaultExpectTimeout(Patience);
        IBrowserContext context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = address,
            Locale = choice.Language,
            TimezoneId = "Europe/London",
            ViewportSize = new ViewportSize { Width = choice.Width, Height = choice.Height },
            ReducedMotion = ReducedMotion.Reduce,
        });
        if (choice.Theme != "system")
            await context.AddCookiesAsync([new Cookie { Name = "soc.theme", Value = choice.Theme, Url = address }]);
        context.SetDefaultTimeout(Patience);
        Reader reader = new(context, await context.NewPageAsync(), address, server);
        return reader;
    }

    /// <summary>Opens a link, presses its button and comes to the first page.</summary>
    public async Task SignInAsync(string link)
    {
        await Page.GotoAsync(link);
        await Page.Locator("main form[action^='/signin/'] button").ClickAsync();
        await Page.WaitForURLAsync(_address + "/");
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
        IReadOnlyCollection<string> logged = [.. _server?.Take() ?? []];
        Assert.True(logged.Count == 0, string.Join(Environment.NewLine, logged));
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
