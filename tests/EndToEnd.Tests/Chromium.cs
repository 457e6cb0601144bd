using Microsoft.Playwright;
using SocTesting;

namespace EndToEnd.Tests;

/// <summary>Debian's Chromium, driven by Playwright, which downloads nothing.</summary>
internal static class Chromium
{
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--force-color-profile=srgb",
    ];

    /// <summary>Where it is; null when this machine has none.</summary>
    public static string? Path { get; } = Find();

    /// <summary>Starts its driver; skips the running test when there is no browser for it.</summary>
    public static Task<IPlaywright> DriverAsync()
    {
        if (Path is null)
            Assert.Skip("no Chromium: set SOC_CHROMIUM, or let build.sh unpack Debian's below .cache");
        return Playwright.CreateAsync();
    }

    /// <summary>Starts it.</summary>
    public static Task<IBrowser> LaunchAsync(IPlaywright driver) =>
        driver.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Path, Headless = true, Args = Arguments });

    private static string? Find()
    {
        // Who names one means that one: a name that is not there skips the tests.
        if (Environment.GetEnvironmentVariable("SOC_CHROMIUM") is { Length: > 0 } named)
            return File.Exists(named) ? named : null;
        string[] places =
        [
            System.IO.Path.Combine(SharedData.Root, ".cache", "debian", "chromium"),
            "/usr/bin/chromium",
        ];
        return places.FirstOrDefault(File.Exists);
    }
}
