using SocCore.Incidents;

namespace SocDetect.Correlation;

/// <summary>
/// Satisfying windows of one group, chained while the next begins within one timespan after the last. Its matches are all
/// matches of the group from its first to its last. Uid and time of raising never change; the rest follows what is known.
/// </summary>
internal sealed class Burst
{
    /// <summary>Who it is.</summary>
    public required Guid Uid { get; init; }

    /// <summary>The group's values, folded and joined.</summary>
    public required string GroupKey { get; init; }

    /// <summary>The group's names and values as they were written.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> GroupValues { get; init; }

    /// <summary>When it was raised; grows strictly from burst to burst, so it is the order of raising too.</summary>
    public required DateTimeOffset RaisedAt { get; init; }

    /// <summary>Time of the earliest match.</summary>
    public long First { get; set; }

    /// <summary>Time of the match that first met the condition.</summary>
    public long Reached { get; set; }

    /// <summary>Time of the last match.</summary>
    public long Last { get; set; }

    /// <summary>Number of matches.</summary>
    public int Count { get; set; }

    /// <summary>Sum of the hashes of its matches.</summary>
    public UInt128 Hash { get; set; }

    /// <summary>The earliest matches.</summary>
    public IReadOnlyList<EvidenceRef> Evidence { get; set; } = [];

    /// <summary>The agencies, sorted.</summary>
    public IReadOnlyList<string> Agencies { get; set; } = [];

    /// <summary>The systems, sorted.</summary>
    public IReadOnlyList<string> Systems { get; set; } = [];

    /// <summary>Whether its newest event was older than a day at receipt.</summary>
    public bool Historic { get; set; }

    /// <summary>The burst that it turned out to be part of.</summary>
    public Guid? MergedInto { get; set; }

    /// <summary>Whether what had been decided was undone.</summary>
    public bool Contradicted { get; set; }

    /// <summary>The detection as it was last saved; null before.</summary>
    public Detection? Saved { get; set; }

    /// <summary>What is no longer held match by match; null when everything is.</summary>
    public Frozen? Frozen { get; set; }

    /// <summary>The match that reached the condition, for outer correlations; where several share its time, the least by id, input and branch.</summary>
    public MatchEntry? ReachedEntry { get; set; }

    /// <summary>The match that outer correlations were given; null when none.</summary>
    public Emission? Emitted { get; set; }

    /// <summary>Whether it counts.</summary>
    public bool IsLive => MergedInto is null && !Contradicted;
}
