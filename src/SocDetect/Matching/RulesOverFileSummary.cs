using SocCore.Yaml;

namespace SocDetect.Matching;

/// <summary>What a run over a file came to.</summary>
/// <param name="Rules">Rules that were run; those with errors are left out and listed.</param>
/// <param name="Events">Events that were read.</param>
/// <param name="Unreadable">Lines that are no JSON object.</param>
/// <param name="Matches">Pairs of rule and event that meet.</param>
/// <param name="LoadSeconds">Reading and compiling the rules.</param>
/// <param name="Seconds">Reading and matching the events.</param>
/// <param name="CpuSeconds">Processor time of that, of all threads.</param>
/// <param name="EventsPerSecond">Events by <paramref name="Seconds"/>.</param>
/// <param name="Bytes">Length of the file.</param>
/// <param name="TriedPerEvent">Rules that were evaluated, the mean of an event.</param>
/// <param name="PeakRssBytes">The most memory that the process held.</param>
public sealed record RulesOverFileSummary(
    int Rules, long Events, long Unreadable, long Matches, double LoadSeconds, double Seconds, double CpuSeconds, double EventsPerSecond, long Bytes, double TriedPerEvent, long PeakRssBytes)
{
    /// <summary>What is wrong in the rule files.</summary>
    public IReadOnlyList<YamlProblem> Problems { get; init; } = [];
}
