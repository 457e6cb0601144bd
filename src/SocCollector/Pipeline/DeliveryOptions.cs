namespace SocCollector.Pipeline;

/// <summary>How events go to the store.</summary>
public sealed class DeliveryOptions
{
    /// <summary>How long the wires stay closed at the start while the store does not answer; with a spool that was in use before they open then.</summary>
    public TimeSpan StartPatience { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The most events of a batch, 1 to 10,000.</summary>
    public int MaxEvents { get; set; } = 5_000;

    /// <summary>The most text of a batch, in bytes; a batch of long records ends earlier.</summary>
    public int MaxTextBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>An event waits at most so long for others.</summary>
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest pause between two tries while the store is away.</summary>
    public TimeSpan LongestPause { get; set; } = TimeSpan.FromSeconds(15);
}
