using SocCollector.Formats;

namespace SocCollector.Sources;

/// <summary>One record as far as it was read before its source was known.</summary>
internal readonly ref struct Entry(ReadOnlySpan<byte> line, SyslogHeader header, int content, int end, int repeat, bool repaired, int lineBase)
{
    /// <summary>The line: valid UTF-8, NFC, without its end.</summary>
    public ReadOnlySpan<byte> Line { get; } = line;

    /// <summary>Its header, if one was looked for.</summary>
    public SyslogHeader Header { get; } = header;

    /// <summary>Where the content begins, behind the header and "message repeated".</summary>
    public int Content { get; } = content;

    /// <summary>Where it ends.</summary>
    public int End { get; } = end;

    /// <summary>How many times the line stands for its content.</summary>
    public int Repeat { get; } = repeat;

    /// <summary>Whether the bytes were no UTF-8.</summary>
    public bool Repaired { get; } = repaired;

    /// <summary>Where the line begins in the batch.</summary>
    public int LineBase { get; } = lineBase;
}
