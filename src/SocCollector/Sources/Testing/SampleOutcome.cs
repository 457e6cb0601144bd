namespace SocCollector.Sources.Testing;

/// <summary>How one sample file fared.</summary>
/// <param name="Source">The source's id.</param>
/// <param name="Story">good, ugly, nonsense …</param>
/// <param name="File">The sample file.</param>
/// <param name="Lines">Its lines.</param>
/// <param name="Failures">What is wrong, each with file and line; none when it passed.</param>
public sealed record SampleOutcome(string Source, string Story, string File, int Lines, IReadOnlyList<string> Failures);
