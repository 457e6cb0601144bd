using Xunit;

namespace SocTesting;

/// <summary>
/// Real logs and rules that tests read where they are and never copy: the folder <c>shared</c> beside the checkout, or
/// <c>SOC_TEST_DATA</c>. A test that needs what is absent is skipped by name.
/// </summary>
public static class SharedData
{
    /// <summary>The checkout's root.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The folder, or null.</summary>
    public static string? Folder { get; } = FindFolder();

    /// <summary>A file or folder in it; skips the running test when it is absent.</summary>
    public static string Get(string relative)
    {
        string? path = Folder is null ? null : Path.Combine(Folder, relative);
        if (path is null || !(File.Exists(path) || Directory.Exists(path)))
            Assert.Skip($"test data '{relative}' is absent; set SOC_TEST_DATA to the folder that has it");
        return path;
    }

    private static string FindRoot()
    {
        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "SmartCity.sln")))
            at = at.Parent;
        return at?.FullName ?? throw new InvalidOperationException("Tests run from within the checkout.");
    }

    private static string? FindFolder()
    {
        string? set = Environment.GetEnvironmentVariable("SOC_TEST_DATA");
        if (!string.IsNullOrEmpty(set))
            return set;
        string beside = Path.Combine(Root, "..", "shared", "data");
        return Directory.Exists(beside) ? Path.GetFullPath(beside) : null;
    }
}
