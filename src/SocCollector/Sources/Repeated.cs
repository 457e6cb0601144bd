using SocCollector.Formats;

namespace SocCollector.Sources;

/// <summary><c>message repeated 5 times: [ … ]</c>: syslog daemons fold equal lines; it is one event that stands for so many.</summary>
internal static class Repeated
{
    /// <summary>Moves content and end to what is inside; returns the number, 1 when it is no such line.</summary>
    public static int Unwrap(ReadOnlySpan<byte> line, ref int content, out int end)
    {
        end = line.Length;
        ReadOnlySpan<byte> text = line[content..];
        if (!text.StartsWith("message repeated "u8))
            return 1;
        int at = 17;
        int start = at;
        while (at < text.Length && Digits.Is(text[at]))
            at++;
        ReadOnlySpan<byte> head = " times: ["u8;
        if (!Digits.TryAll(text[start..at], out long count) || count > int.MaxValue || !text[at..].StartsWith(head))
            return 1;
        at += head.Length;
        if (at < text.Length && text[at] == ' ')
            at++;
        ReadOnlySpan<byte> rest = line.TrimEnd((byte)' ');
        end = rest.Length > content + at && rest[^1] == ']' ? rest.Length - 1 : rest.Length;
        content += at;
        if (end < content)
            end = content;
        return (int)count;
    }

    /// <summary>No header, no folding.</summary>
    public static int None(ReadOnlySpan<byte> line, out int end)
    {
        end = line.Length;
        return 1;
    }
}
