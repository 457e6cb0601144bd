namespace SocCollector.Pipeline;

/// <summary>What became of every record that was accepted since the start, the backlog found at start included.</summary>
/// <param name="Accepted">Records that lay on disk at start undelivered, or came since.</param>
/// <param name="Stored">Events that the target took.</param>
/// <param name="Duplicate">Events that it had already.</param>
/// <param name="Dead">Records kept as dead letters.</param>
/// <param name="Filtered">Records that a declared rule leaves out.</param>
/// <param name="Spooled">Records without a fate as yet.</param>
public readonly record struct Accounting(long Accepted, long Stored, long Duplicate, long Dead, long Filtered, long Spooled)
{
    /// <summary>Accepted minus all fates: always 0.</summary>
    public long Difference => Accepted - Stored - Duplicate - Dead - Filtered - Spooled;
}
