namespace SocCollector.Sources.Testing;

/// <summary>What became of the lines of a file.</summary>
/// <param name="Lines">All lines.</param>
/// <param name="Events">Lines that a source read.</param>
/// <param name="Unclaimed">Lines that no source claims.</param>
/// <param name="Dead">Lines that their source cannot read.</param>
/// <param name="Filtered">Lines left out by a declared rule, and header lines.</param>
public sealed record NormalizeSummary(long Lines, long Events, long Unclaimed, long Dead, long Filtered);
