namespace SocStore.Elastic.Setup;

/// <summary>How long a stream keeps its events, and how old a backing index grows before the next is begun.</summary>
/// <param name="Days">Days for which events are kept.</param>
internal readonly record struct Retention(int Days)
{
    /// <summary>The largest primary shard before a rollover.</summary>
    public const string LargestShard = "50gb";

    /// <summary>Days after which a new backing index is begun: the steps of a data stream's own lifecycle.</summary>
    public int RolloverDays => Days switch { <= 14 => 1, <= 90 => 7, _ => 30 };

    /// <summary>Backing indices that a stream has at most at a time, by age alone.</summary>
    public int Generations => ((Days + RolloverDays - 1) / RolloverDays) + 1;
}
