namespace SocCollector.Spool;

/// <summary>A listener as records remember it.</summary>
/// <param name="Id">Its id in the settings.</param>
/// <param name="Wire">What it speaks: syslog, file, http …</param>
internal sealed record ListenerName(string Id, string Wire)
{
    /// <summary>A listener that the table does not know.</summary>
    public static ListenerName Unknown { get; } = new("unknown", "unknown");
}
