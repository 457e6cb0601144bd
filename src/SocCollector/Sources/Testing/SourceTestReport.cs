using SocCore.Yaml;

namespace SocCollector.Sources.Testing;

/// <summary>What came out of checking and testing source folders.</summary>
/// <param name="Sources">How many sources were read.</param>
/// <param name="Problems">What is wrong in the files.</param>
/// <param name="Samples">How each sample fared.</param>
/// <param name="Missing">Sources that lack one of the stories good, ugly and nonsense.</param>
public sealed record SourceTestReport(int Sources, IReadOnlyList<YamlProblem> Problems, IReadOnlyList<SampleOutcome> Samples, IReadOnlyList<string> Missing)
{
    /// <summary>Whether nothing is wrong.</summary>
    public bool Passed => Problems.All(static p => p.IsWarning) && Samples.All(static s => s.Failures.Count == 0) && Missing.Count == 0;
}
