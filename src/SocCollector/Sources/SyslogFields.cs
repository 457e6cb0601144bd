using System.Globalization;
using SocCollector.Formats;
using SocCollector.Sources.Mapping;
using SocCore.Events;

namespace SocCollector.Sources;

/// <summary>Writes what a syslog header says as <c>log.syslog.*</c>; what follows from the priority is prepared for all 192.</summary>
internal static class SyslogFields
{
    private static readonly Field MessageId = Fields.Get("log.syslog.msgid");
    private static readonly Field ProcessId = Fields.Get("log.syslog.procid");
    private static readonly Field Version = Fields.Get("log.syslog.version");
    private static readonly Field EventSequence = Fields.Get("event.sequence");

    /// <summary>The names of the facilities, RFC 5424 §6.2.1, by number.</summary>
    public static readonly string[] Facilities =
    [
        "kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp", "cron", "authpriv", "ftp", "ntp", "security", "console", "clock",
        "local0", "local1", "local2", "local3", "local4", "local5", "local6", "local7",
    ];

    /// <summary>The names of the severities, by number.</summary>
    public static readonly string[] Severities = ["emergency", "alert", "critical", "error", "warning", "notice", "informational", "debug"];

    /// <summary>The same in UTF-8.</summary>
    public static readonly byte[][] FacilityNames = Array.ConvertAll(Facilities, System.Text.Encoding.ASCII.GetBytes);

    /// <summary>The same in UTF-8.</summary>
    public static readonly byte[][] SeverityNames = Array.ConvertAll(Severities, System.Text.Encoding.ASCII.GetBytes);

    private static readonly ConstantBlock[] Priorities = [.. Enumerable.Range(0, 192).Select(static p => new ConstantBlock(
    [
        (Fields.Get("log.syslog.priority"), p.ToString(CultureInfo.InvariantCulture), ValueKind.Integer),
        (Fields.Get("log.syslog.facility.code"), (p / 8).ToString(CultureInfo.InvariantCulture), ValueKind.Integer),
        (Fields.Get("log.syslog.facility.name"), Facilities[p / 8], ValueKind.Text),
        (Fields.Get("log.syslog.severity.code"), (p % 8).ToString(CultureInfo.InvariantCulture), ValueKind.Integer),
        (Fields.Get("log.syslog.severity.name"), Severities[p % 8], ValueKind.Text),
    ]))];

    /// <summary>Adds all that the header has; its places count from where the line begins in the batch.</summary>
    public static void Write(ReadOnlySpan<byte> line, in SyslogHeader header, DecodedFields fields)
    {
        EventBatchBuilder builder = fields.Builder;
        int at = fields.LineBase;
        if (header.Priority >= 0)
            Priorities[header.Priority].Write(builder);
        Add(builder, EcsField.SyslogHostname, header.Host, at);
        Add(builder, EcsField.SyslogAppname, header.Program, at);
        Add(builder, ProcessId, header.Pid, at);
        Add(builder, MessageId, header.MessageId, at);
        if (header.IsVersion1)
            builder.Add(Version.Id, builder.Copy("1"u8), ValueKind.Text);
        if (Digits.TryAll(line.Slice(header.Sequence.Offset, header.Sequence.Length), out long sequence))
            builder.AddInteger(EventSequence, sequence);
        if (header.StructuredData.Length > 0)
            StructuredData.Read(line, header.StructuredData, fields);
    }

    private static void Add(EventBatchBuilder builder, Field field, TextRange range, int at)
    {
        if (range.Length > 0)
            builder.Add(field.Id, new TextRange(at + range.Offset, range.Length), ValueKind.Text);
    }
}
