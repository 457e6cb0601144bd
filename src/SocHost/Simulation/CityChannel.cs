namespace SocHost.Simulation;

/// <summary>How a line of the city leaves the machine that wrote it.</summary>
internal enum CityChannel
{
    /// <summary>Syslog, one datagram a message.</summary>
    SyslogUdp,

    /// <summary>Syslog over TCP: RFC 3164 lines end in LF, RFC 5424 messages are octet-counted (RFC 6587).</summary>
    SyslogTcp,

    /// <summary>Syslog over RELP, the wire that acknowledges.</summary>
    Relp,

    /// <summary>A line appended to a file that the collector tails.</summary>
    File,
}
