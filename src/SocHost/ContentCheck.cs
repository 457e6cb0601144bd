using SocCollector.Sources;
using SocCore.Yaml;
using SocDetect.Sigma;

namespace SocHost;

/// <summary>Reads sources and rules before anything starts: a fault is told with its place, all of them at once.</summary>
internal static class ContentCheck
{
    /// <summary>What is wrong in source folders.</summary>
    public static IReadOnlyList<YamlProblem> Sources(IEnumerable<string> folders) =>
        [.. Missing(folders, "sources"), .. new SourceCatalog(new SourceOptions { Folders = [.. folders.Where(Directory.Exists)] }).Problems];

    /// <summary>What is wrong in rule folders.</summary>
    public static IReadOnlyList<YamlProblem> Rules(IEnumerable<string> folders) =>
        [.. Missing(folders, "rules"), .. RuleLoader.Load([.. folders.Where(static f => Directory.Exists(f) || File.Exists(f))], new RuleLoadOptions { RunTests = true }).Problems];

    private static IEnumerable<YamlProblem> Missing(IEnumerable<string> folders, string what) =>
        folders.Where(static f => !Directory.Exists(f) && !File.Exists(f))
            .Select(f => new YamlProblem(f, new YamlPosition(1, 1), $"The folder of {what} is not there; correct the setting or make the folder."));
}
