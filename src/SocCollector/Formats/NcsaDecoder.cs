using SocCore.Conditions;

namespace SocCollector.Formats;

/// <summary>
/// Access logs of Apache and nginx: common and combined, with or without virtual host before and further fields behind.
/// Quotes inside quoted parts are <c>\"</c> (Apache) or <c>\x22</c> (nginx); the request may be empty, a dash, or no HTTP at all.
/// </summary>
internal sealed class NcsaDecoder : ContentDecoder
{
    private const int VHost = Slot.First;
    private const int Client = VHost + 1;
    private const int Ident = VHost + 2;
    private const int User = VHost + 3;
    private const int Time = VHost + 4;
    private const int Method = VHost + 5;
    private const int Path = VHost + 6;
    private const int Query = VHost + 7;
    private const int Url = VHost + 8;
    private const int Version = VHost + 9;
    private const int Request = VHost + 10;
    private const int Status = VHost + 11;
    private const int Bytes = VHost + 12;
    private const int Referrer = VHost + 13;
    private const int Agent = VHost + 14;
    private const int Extra = VHost + 15;

    private static readonly TimeFormat Clf = Formats.TimeFormat.Parse("clf", out _)!;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names { get; } =
        ["vhost", "client", "ident", "user", "time", "method", "path", "query", "url", "version", "request", "status", "bytes", "referrer", "agent", "extra"];

    /// <inheritdoc/>
    public override string TimeName => "time";

    /// <inheritdoc/>
    public override TimeFormat TimeFormat => Clf;

    /// <inheritdoc/>
    public override string? Decode(ReadOnlySpan<byte> content, int at, DecodedFields fields)
    {
        int bracket = TimeStart(content);
        int close = bracket < 0 ? -1 : content[bracket..].IndexOf((byte)']');
        if (close < 0)
            return "The line has no time in brackets, as access logs have.";
        if (!Front(content[..bracket], at, fields))
            return "The line does not begin with client, identity and user.";
        close += bracket;
        fields.Set(Time, at + bracket + 1, close - bracket - 1);
        int pos = close + 1;
        if (!content[pos..].StartsWith(" \""u8))
            return "The time is not followed by a request in quotes.";
        int end = QuoteEnd(content, pos + 2);
        if (end < 0)
            return "The request's closing quote is missing.";
        ReadRequest(content[(pos + 2)..end], at + pos + 2, fields);
        pos = end + 1;
        if (!Word(content, ref pos, out int start) || pos - start != 3 || !Digits.TryAll(content[start..pos], out _))
            return "The request is not followed by a status of three digits.";
        fields.Set(Status, at + start, 3);
        if (Word(content, ref pos, out start) && content[start] != '-')
            fields.Set(Bytes, at + start, pos - start);
        Quoted(Referrer, content, at, ref pos, fields);
        Quoted(Agent, content, at, ref pos, fields);
        ReadOnlySpan<byte> extra = content[Math.Min(pos, content.Length)..];
        int blanks = extra.Length - extra.TrimStart((byte)' ').Length;
        fields.Set(Extra, at + pos + blanks, extra.Length - blanks);
        return null;
    }

    /// <summary>The bracket of the time: user names may have brackets too.</summary>
    private static int TimeStart(ReadOnlySpan<byte> content)
    {
        int from = 0;
        while (true)
        {
            int next = content[from..].IndexOf((byte)'[');
            if (next < 0)
                return -1;
            from += next;
            if (from + 7 < content.Length && content[from + 3] == '/' && content[from + 7] == '/' && from > 0 && content[from - 1] == ' ')
                return from;
            from++;
        }
    }

    private static bool Front(ReadOnlySpan<byte> front, int at, DecodedFields fields)
    {
        int pos = 0;
        if (!Word(front, ref pos, out int start))
            return false;
        int firstStart = start;
        int firstEnd = pos;
        int second = pos;
        if (!Word(front, ref second, out int secondStart))
            return false;
        // A virtual host stands before the client: the first word is no address and the second is one.
        if (Network.TryRead(front[secondStart..second], out _) && !Network.TryRead(front[firstStart..firstEnd], out _))
        {
            fields.Set(VHost, at + firstStart, firstEnd - firstStart);
            firstStart = secondStart;
            firstEnd = second;
            if (!Word(front, ref second, out secondStart))
                return false;
        }

        fields.Set(Client, at + firstStart, firstEnd - firstStart);
        if (!front[secondStart..second].SequenceEqual("-"u8))
            fields.Set(Ident, at + secondStart, second - secondStart);
        ReadOnlySpan<byte> user = front[Math.Min(second + 1, front.Length)..].TrimEnd((byte)' ');
        if (user.Length == 0)
            return false;
        if (!user.SequenceEqual("-"u8) && !user.SequenceEqual("\"\""u8))
            fields.Set(User, at + second + 1, user.Length);
        return true;
    }

    private static void ReadRequest(ReadOnlySpan<byte> request, int at, DecodedFields fields)
    {
        if (request.Length == 0 || request.SequenceEqual("-"u8))
            return;
        Escapes.SetWeb(Request, request, at, fields);
        int space = request.IndexOf((byte)' ');
        if (space <= 0 || request[..space].IndexOfAnyExceptInRange((byte)'A', (byte)'Z') >= 0)
            return;
        int last = request.LastIndexOf(" HTTP/"u8);
        int end = last > space ? last : request.Length;
        fields.Set(Method, at, space);
        ReadOnlySpan<byte> url = request[(space + 1)..end];
        Escapes.SetWeb(Url, url, at + space + 1, fields);
        int question = url.IndexOf((byte)'?');
        Escapes.SetWeb(Path, question < 0 ? url : url[..question], at + space + 1, fields);
        if (question >= 0)
            Escapes.SetWeb(Query, url[(question + 1)..], at + space + 2 + question, fields);
        if (last > space)
            fields.Set(Version, at + last + 6, request.Length - last - 6);
    }

    private static void Quoted(int slot, ReadOnlySpan<byte> content, int at, ref int pos, DecodedFields fields)
    {
        if (pos + 1 >= content.Length || content[pos] != ' ' || content[pos + 1] != '"')
            return;
        int end = QuoteEnd(content, pos + 2);
        if (end < 0)
            end = content.Length;
        ReadOnlySpan<byte> value = content[(pos + 2)..end];
        if (!value.SequenceEqual("-"u8))
            Escapes.SetWeb(slot, value, at + pos + 2, fields);
        pos = Math.Min(end + 1, content.Length);
    }

    private static int QuoteEnd(ReadOnlySpan<byte> content, int pos)
    {
        while (pos < content.Length)
        {
            int next = content[pos..].IndexOfAny((byte)'"', (byte)'\\');
            if (next < 0)
                return -1;
            pos += next;
            if (content[pos] == '"')
                return pos;
            pos += 2;
        }

        return -1;
    }

    private static bool Word(ReadOnlySpan<byte> content, ref int pos, out int start)
    {
        while (pos < content.Length && content[pos] == ' ')
            pos++;
        start = pos;
        while (pos < content.Length && content[pos] != ' ')
            pos++;
        return pos > start;
    }
}
