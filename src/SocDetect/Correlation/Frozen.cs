using SocCore.Incidents;

namespace SocDetect.Correlation;

/// <summary>The part of a burst whose matches are no longer held one by one.</summary>
internal sealed class Frozen
{
    /// <summary>Number of matches.</summary>
    public int Count { get; set; }

    /// <summary>Sum of their hashes.</summary>
    public UInt128 Hash { get; set; }

    /// <summary>The earliest of them.</summary>
    public List<EvidenceRef> Evidence { get; init; } = [];

    /// <summary>Their agencies; of a burst that was read back all of the burst's, because nothing tells them apart any more.</summary>
    public SortedSet<string> Agencies { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Their systems, likewise.</summary>
    public SortedSet<string> Systems { get; init; } = new(StringComparer.Ordinal);
}
