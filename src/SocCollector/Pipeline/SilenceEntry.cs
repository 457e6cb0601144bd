namespace SocCollector.Pipeline;

/// <summary>Something that has to report: a source, or one asset, host or job of it.</summary>
internal sealed class SilenceEntry
{
    /// <summary>The source, as in <c>infra/sshd</c>.</summary>
    public required string Source { get; init; }

    /// <summary>The value of the source's group field; empty for the source as a whole.</summary>
    public string Group { get; init; } = "";

    /// <summary>Whose it is.</summary>
    public string Agency { get; set; } = "";

    /// <summary>Where it is; empty when its events do not say.</summary>
    public string Site { get; set; } = "";

    /// <summary>Receipt time of its last record, UTC ticks.</summary>
    public long LastSeen { get; set; }

    /// <summary>When it was last seen before it fell silent, UTC ticks; 0 while it is not silent.</summary>
    public long SilentSince { get; set; }
}
