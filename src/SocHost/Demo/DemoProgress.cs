namespace SocHost.Demo;

/// <summary>How far a demo has come.</summary>
/// <param name="Received">Lines that lie in the spool or came further.</param>
/// <param name="Undelivered">Of these, lines without a fate.</param>
/// <param name="Unscanned">Published events that detection has not committed yet.</param>
internal readonly record struct DemoProgress(long Received, long Undelivered, long Unscanned)
{
    /// <summary>Whether everything that was received is through.</summary>
    public bool IsThrough => Undelivered == 0 && Unscanned == 0;
}
