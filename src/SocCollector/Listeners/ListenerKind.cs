namespace SocCollector.Listeners;

/// <summary>What a listener speaks.</summary>
public enum ListenerKind
{
    /// <summary>Syslog over UDP, one datagram a message (RFC 5426).</summary>
    Udp,

    /// <summary>Syslog over TCP, octet counting and line framing mixed on one port (RFC 6587).</summary>
    Tcp,

    /// <summary>Syslog over RELP: the wire that acknowledges.</summary>
    Relp,

    /// <summary>Lines of files.</summary>
    File,
}
