namespace SocDetect.Scheduling;

/// <summary>How far one source of one agency has come.</summary>
internal sealed class SourceMark
{
    /// <summary>The source.</summary>
    public required string Source { get; init; }

    /// <summary>The agency.</summary>
    public required string Agency { get; init; }

    /// <summary>Its latest event time, capped at receipt and one minute, UTC ticks; an idle source follows the clock here.</summary>
    public long Reached { get; set; } = long.MinValue;

    /// <summary>Receipt time of its last event, UTC ticks.</summary>
    public long Seen { get; set; }

    /// <summary>The datasets it writes.</summary>
    public SortedSet<string> Datasets { get; init; } = new(StringComparer.Ordinal);
}
