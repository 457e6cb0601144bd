using System.Buffers;
using SocCore.Events;

namespace SocCollector.Formats;

/// <summary>
/// Reads the header of a syslog line, RFC 5424 and what the field makes of RFC 3164, told apart for each line. Never
/// fails: what is no header is content.
/// </summary>
internal static class SyslogReader
{
    private static readonly SearchValues<byte> AfterTag = SearchValues.Create(" :[\"{}|,;=<>\t\0"u8);

    /// <summary>Reads the header at the front of the record.</summary>
    public static void Read(ReadOnlySpan<byte> line, out SyslogHeader header)
    {
        header = default;
        header.Priority = -1;
        int at = 0;
        if (line.Length > 2 && line[0] == '<')
        {
            int priority = Priority(line, ref at);
            if (priority > 191)
            {
                header.BadPriority = true;
                return;
            }

            header.Priority = priority;
            header.IsPresent = priority >= 0;
        }

        header.Content = at;
        if (header.IsPresent && at + 1 < line.Length && line[at] == '1' && line[at + 1] == ' ' && TryVersion1(line, at + 2, ref header))
            return;
        ReadBsd(line, at, ref header);
    }

    /// <summary>RFC 5424 §6.2.1: one to three digits without leading zeros. Returns −1 and stays when it is no PRI.</summary>
    private static int Priority(ReadOnlySpan<byte> line, ref int at)
    {
        int value = 0;
        for (int i = 1; i < line.Length && i <= 4; i++)
        {
            byte b = line[i];
            if (b == '>')
            {
                if (i == 1 || (line[1] == '0' && i > 2))
                    return -1;
                at = i + 1;
                return value;
            }

            if (!Digits.Is(b))
                return -1;
            value = (value * 10) + b - '0';
        }

        return -1;
    }

    private static bool TryVersion1(ReadOnlySpan<byte> line, int at, ref SyslogHeader header)
    {
        TextRange stamp = Word(line, ref at);
        ReadOnlySpan<byte> text = line.Slice(stamp.Offset, stamp.Length);
        if (!text.SequenceEqual("-"u8))
        {
            if (!CivilReader.TryIso(text, out header.Time, out int used) || used != text.Length)
                return false;
            header.HasTime = true;
        }

        header.IsVersion1 = true;
        header.Host = Absent(line, Word(line, ref at));
        header.Program = Absent(line, Word(line, ref at));
        header.Pid = Absent(line, Word(line, ref at));
        header.MessageId = Absent(line, Word(line, ref at));
        if (at < line.Length && line[at] == '[')
        {
            int end = StructuredData.End(line, at, out header.IsMalformed);
            header.StructuredData = new TextRange(at, end - at);
            at = end;
            if (at < line.Length && line[at] == ' ')
                at++;
            else if (at < line.Length)
                header.IsMalformed = true;
        }
        else
        {
            int before = at;
            TextRange none = Word(line, ref at);
            if (none.Length > 0 && Absent(line, none).Length > 0)
            {
                // No structured data at all: what stands here is the message already.
                at = before;
                header.IsMalformed = true;
            }
        }

        if (line[Math.Min(at, line.Length)..].StartsWith("\uFEFF"u8))
            at += 3;
        header.Content = Math.Min(at, line.Length);
        return true;
    }

    private static void ReadBsd(ReadOnlySpan<byte> line, int at, ref SyslogHeader header)
    {
        int start = at;
        bool colon = false;
        if (header.IsPresent)
            ReadCiscoFront(line, ref at, ref header);
        if (at < line.Length && line[at] is (byte)'*' or (byte)'.')
        {
            header.ClockUnset = true;
            at++;
        }

        if (TryTime(line, ref at, ref header))
        {
            header.IsPresent = true;
            colon = at < line.Length && line[at] == ':';
            if (colon)
                at++;
        }
        else if (header.Host.Length == 0)
        {
            header.ClockUnset = false;
            header.Sequence = default;
            at = start;
            if (!header.IsPresent)
                return;
        }

        SkipBlank(line, ref at);
        if (header.HasTime && !colon && header.Host.Length == 0)
            ReadHost(line, ref at, ref header);
        // Cisco ASA: "host : %ASA-6-302013: …".
        if (line[Math.Min(at, line.Length)..].StartsWith(": %"u8))
            at += 2;
        ReadTag(line, ref at, ref header);
        header.Content = at;
    }

    /// <summary>Cisco IOS puts a sequence number and the host, each with a colon, before the time.</summary>
    private static void ReadCiscoFront(ReadOnlySpan<byte> line, ref int at, ref SyslogHeader header)
    {
        int i = at;
        while (i < line.Length && Digits.Is(line[i]))
            i++;
        if (i > at && i - at <= 10 && line[i..].StartsWith(": "u8))
        {
            header.Sequence = new TextRange(at, i - at);
            at = i + 2;
        }

        int colon = line[at..].IndexOf(": "u8);
        if (colon is <= 0 or > 255 || line.Slice(at, colon).IndexOfAny(AfterTag) >= 0)
            return;
        int behind = at + colon + 2;
        int probe = behind < line.Length && line[behind] is (byte)'*' or (byte)'.' ? behind + 1 : behind;
        if (probe < line.Length && CivilReader.TrySyslog(line[probe..], out _, out _))
        {
            header.Host = new TextRange(at, colon);
            at = behind;
        }
    }

    private static bool TryTime(ReadOnlySpan<byte> line, ref int at, ref SyslogHeader header)
    {
        ReadOnlySpan<byte> rest = line[at..];
        bool iso = rest.Length > 0 && Digits.Is(rest[0]);
        if (!(iso ? CivilReader.TryIso(rest, out CivilTime time, out int used) && rest[10] != ' ' : CivilReader.TrySyslog(rest, out time, out used)))
            return false;
        if (used < rest.Length && rest[used] is not ((byte)' ' or (byte)':'))
            return false;
        header.Time = time;
        header.HasTime = true;
        at += used;
        // Abbreviated zones mean too many things to be believed: the source's own zone holds.
        if (!time.HasZone && at + 2 < line.Length && line[at] == ' ')
        {
            int end = at + 1;
            while (end < line.Length && end - at <= 5 && line[end] is >= (byte)'A' and <= (byte)'Z')
                end++;
            if (end - at > 2 && end < line.Length && line[end] == ':')
                at = end;
        }

        return true;
    }

    private static void ReadHost(ReadOnlySpan<byte> line, ref int at, ref SyslogHeader header)
    {
        int space = line[at..].IndexOf((byte)' ');
        int end = space < 0 ? line.Length : at + space;
        if (end == at)
            return;
        ReadOnlySpan<byte> word = line[at..end];
        bool isTag = word[^1] == ':' && !word.EndsWith("::"u8);
        if (isTag)
        {
            // "sw1: %SYS-5-…" is a host with a colon; "app: …" and "app[12]: …" are a program without a host.
            int next = end + 1;
            if (next >= line.Length || line[next] != '%' || word.IndexOfAny((byte)'[', (byte)'%') >= 0)
                return;
            word = word[..^1];
        }
        else if (word[0] == '%' || word.IndexOfAny((byte)'{', (byte)'"', (byte)'=') >= 0 || (space < 0 && header.Priority < 0))
        {
            return;
        }

        header.Host = new TextRange(at, word.Length);
        at = end;
        SkipBlank(line, ref at);
    }

    /// <summary>RFC 3164 §4.1.3, read widely: a word, perhaps a process in brackets, then a colon. Without them there is no program.</summary>
    private static void ReadTag(ReadOnlySpan<byte> line, ref int at, ref SyslogHeader header)
    {
        if (at >= line.Length || line[at] == '%')
            return;
        int stop = line[at..].IndexOfAny(AfterTag);
        // Some write the program in brackets: "[sshd]: …".
        if (stop == 0 && line[at] == '[' && line[at..].IndexOf("]: "u8) is > 1 and <= 32 and int bracket && line.Slice(at + 1, bracket - 1).IndexOfAny(AfterTag) < 0)
        {
            header.Program = new TextRange(at + 1, bracket - 1);
            at += bracket + 3;
            return;
        }

        if (stop is <= 0 or > 128)
            return;
        int end = at + stop;
        int behind = end;
        TextRange pid = default;
        if (line[end] == '[')
        {
            int close = line[end..].IndexOf((byte)']');
            if (close < 1 || close > 64)
                return;
            pid = new TextRange(end + 1, close - 1);
            behind = end + close + 1;
            if (behind < line.Length && line[behind] is not ((byte)':' or (byte)' '))
                return;
        }
        else if (line[end] != ':')
        {
            return;
        }

        ReadOnlySpan<byte> program = line[at..end];
        // A CEF or LEEF record begins with what looks like a tag.
        if (program.SequenceEqual("CEF"u8) || program.SequenceEqual("LEEF"u8))
            return;
        if (behind < line.Length && line[behind] == ':')
            behind++;
        if (behind < line.Length && line[behind] is not ((byte)' ' or (byte)'\t') && pid.Length == 0)
            return;
        header.Program = new TextRange(at, end - at);
        header.Pid = pid;
        at = behind;
        SkipBlank(line, ref at);
    }

    private static TextRange Word(ReadOnlySpan<byte> line, ref int at)
    {
        if (at >= line.Length)
            return default;
        int space = line[at..].IndexOf((byte)' ');
        int length = space < 0 ? line.Length - at : space;
        TextRange word = new(at, length);
        at += space < 0 ? length : length + 1;
        return word;
    }

    private static TextRange Absent(ReadOnlySpan<byte> line, TextRange word) =>
        word.Length == 1 && line[word.Offset] == '-' ? default : word;

    private static void SkipBlank(ReadOnlySpan<byte> line, ref int at)
    {
        if (at < line.Length && line[at] == ' ')
            at++;
    }
}
