namespace SocCollector.Formats;

/// <summary>The decoded fields that every record has, whatever its format; those of the format follow from <see cref="First"/>.</summary>
internal static class Slot
{
    public const int Message = 0;
    public const int Line = 1;
    public const int Peer = 2;
    public const int Listener = 3;
    public const int File = 4;
    public const int Repeat = 5;
    public const int Host = 6;
    public const int Program = 7;
    public const int Pid = 8;
    public const int MessageId = 9;
    public const int Facility = 10;
    public const int Severity = 11;
    public const int First = 12;

    /// <summary>Their names, in that order.</summary>
    public static readonly string[] Names =
    [
        "message", "line", "peer", "listener", "file", "repeat", "syslog.host", "syslog.program", "syslog.pid", "syslog.msgid",
        "syslog.facility", "syslog.severity",
    ];
}
