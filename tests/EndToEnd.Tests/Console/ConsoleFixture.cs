using Microsoft.Playwright;

namespace EndToEnd.Tests.Console;

/// <summary>One host and one browser for all tests of the console that only read or work on incidents of their own.</summary>
public sealed class ConsoleFixture : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>The console.</summary>
    internal ConsoleHost Host { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => Host = await ConsoleHost.StartAsync();

    /// <summary>A reader with an empty browser profile, not signed in; skips the running test when there is no browser.</summary>
    internal async Task<Reader> ReaderAsync(ReaderChoice? choice = null)
    {
        _playwright ??= await Chromium.DriverAsync();
        _browser ??= await Chromium.LaunchAsync((IPlaywright)_playwright);
        return await Reader.OpenAsync((IBrowser)_browser, Host.Address, choice ?? new ReaderChoice(), Host.Faults);
    }

    /// <summary>A reader who has signed in.</summary>
    internal async Task<Reader> SignedInAsync(ReaderChoice? choice = null)
    {
        choice ??= new ReaderChoice();
        Reader reader = await ReaderAsync(choice);
        await reader.SignInAsync(await Host.LinkAsync(choice.Name, choice.Role, choice.Agency));
        return reader;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        await Host.DisposeAsync();
    }
}
