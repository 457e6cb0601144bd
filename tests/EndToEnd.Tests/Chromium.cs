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

    /// <summary>Starts it; skips the running test when there is none.</summary>
    public static async Task<IBrowser> LaunchAsync(IPlaywright playwright)
    {
        if (Path is null)
            Assert.Skip("no Chromium: set SOC_CHROMIUM, or let build.sh unpack Debian's below .cache");
        return await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Path, Headless = true, Args = Arguments });
    }

    private static string? Find()
    {
        string?[] places =
        [
            Environment.GetEnvironmentVariable("SOC_CHROMIUM"),
            System.IO.Path.Combine(SharedData.Root, ".cache", "debian", "chromium"),
            "/usr/bin/chromium",
        ];
        return places.FirstOrDefault(static p => !string.IsNullOrEmpty(p) && File.Exists(p));
    }
}
