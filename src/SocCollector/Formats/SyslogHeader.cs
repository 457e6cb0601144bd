using SocCore.Events;

namespace SocCollector.Formats;

/// <summary>What a syslog header says; places are in the record, length 0 is absence.</summary>
internal struct SyslogHeader
{
    /// <summary>Facility × 8 + severity; −1 when there is no believable one.</summary>
    public int Priority;

    /// <summary>Whether anything of a header was there: a priority, or a time with what follows it.</summary>
    public bool IsPresent;

    /// <summary>Whether it is RFC 5424.</summary>
    public bool IsVersion1;

    /// <summary>Whether <see cref="Time"/> was read.</summary>
    public bool HasTime;

    /// <summary>Whether the device says itself that its clock is not set (<c>*</c> or <c>.</c> before the time).</summary>
    public bool ClockUnset;

    /// <summary>Whether structured data broke its rules and was read as far as it goes.</summary>
    public bool IsMalformed;

    /// <summary>The number in brackets is above 191, so the line as a whole is the message.</summary>
    public bool BadPriority;

    /// <summary>The time as written.</summary>
    public CivilTime Time;

    /// <summary>Host.</summary>
    public TextRange Host;

    /// <summary>Program, or APP-NAME.</summary>
    public TextRange Program;

    /// <summary>What the tag has in brackets, or PROCID.</summary>
    public TextRange Pid;

    /// <summary>MSGID.</summary>
    public TextRange MessageId;

    /// <summary>All of the structured data.</summary>
    public TextRange StructuredData;

    /// <summary>The sequence number that Cisco devices write before the host.</summary>
    public TextRange Sequence;

    /// <summary>Where the content begins.</summary>
    public int Content;
}
