namespace SocDetect.Correlation;

/// <summary>A group that has to be read back from the journal before its matches can be taken in.</summary>
internal sealed class DeepGroup
{
    /// <summary>The earliest time that is touched.</summary>
    public long Earliest { get; set; } = long.MaxValue;

    /// <summary>Matches that wait for it, in the order of delivery.</summary>
    public List<MatchEntry> Waiting { get; } = [];
}
