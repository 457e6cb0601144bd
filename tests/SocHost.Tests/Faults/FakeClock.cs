using Xunit;

namespace SocHost.Tests.Faults;

/// <summary>A clock that goes wrong for one process: libfaketime, loaded before the C library.</summary>
internal static class FakeClock
{
    private static readonly string[] Places =
    [
        Path.Combine(SocTesting.SharedData.Root, ".cache", "debian", "usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1"),
        "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1",
    ];

    /// <summary>The environment of a process whose clock is off by so much, as in <c>+30s</c>; skips the test where the library is absent.</summary>
    public static IReadOnlyDictionary<string, string> Of(string offset)
    {
        string? library = Array.Find(Places, File.Exists);
        if (library is null)
            Assert.Skip("libfaketime is absent (Debian: libfaketime), so no process can have a clock of its own");
        return new Dictionary<string, string> { ["LD_PRELOAD"] = library, ["FAKETIME"] = offset, ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1" };
    }
}
