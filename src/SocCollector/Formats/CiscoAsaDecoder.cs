using SocCore.Conditions;
using SocCore.Events;

namespace SocCollector.Formats;

/// <summary>
/// Cisco ASA, FTD and PIX: <c>%ASA-6-302013: …</c>. The thousand messages share few shapes, which are read by their words:
/// ends of a flow as <c>[interface:]address[/port][ (mapped/port)][(user)]</c> behind for, from, src, to, dst, or as
/// faddr, gaddr, laddr.
/// </summary>
internal sealed class CiscoAsaDecoder : ContentDecoder
{
    private const int Severity = Slot.First;
    private const int Code = Severity + 1;
    private const int Text = Severity + 2;
    private const int Action = Severity + 3;
    private const int Direction = Severity + 4;
    private const int Protocol = Severity + 5;
    private const int Connection = Severity + 6;
    private const int Source = Severity + 7;
    private const int Destination = Source + AsaEnd.Width;
    private const int Bytes = Destination + AsaEnd.Width;
    private const int Duration = Bytes + 1;
    private const int Reason = Bytes + 2;
    private const int Rule = Bytes + 3;
    private const int IcmpType = Bytes + 4;
    private const int IcmpCode = Bytes + 5;
    private const int User = Bytes + 6;
    private const int Command = Bytes + 7;
    private const int Url = Bytes + 8;
    private const int Interface = Bytes + 9;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names { get; } =
    [
        "severity", "code", "text", "action", "direction", "protocol", "connection",
        "source_interface", "source", "source_name", "source_port", "mapped_source", "mapped_source_port", "source_user",
        "destination_interface", "destination", "destination_name", "destination_port", "mapped_destination", "mapped_destination_port", "destination_user",
        "bytes", "duration", "reason", "rule", "icmp_type", "icmp_code", "user", "command", "url", "interface",
    ];

    /// <inheritdoc/>
    public override bool IsText => true;

    /// <inheritdoc/>
    public override string? Decode(ReadOnlySpan<byte> content, int at, DecodedFields fields)
    {
        Cursor cursor = new(content);
        if (cursor.Skip("%"u8) && cursor.Until("-"u8, out _))
        {
            Put(fields, Severity, at, cursor.Number());
            cursor.Skip("-"u8);
            Put(fields, Code, at, cursor.Number());
            if (!cursor.Skip(": "u8) && !cursor.Skip(":"u8))
                cursor.Until(": "u8, out _);
        }

        int start = cursor.Position;
        fields.Set(Text, at + start, content.Length - start);
        AsaText text = new(content, start, at, fields);
        fields.SetText(Action, ReadAction(ref cursor, text));
        return null;
    }

    private static ReadOnlySpan<byte> ReadAction(ref Cursor cursor, AsaText text)
    {
        if (cursor.Skip("Built "u8))
            return Flow(ref cursor, text, swaps: true) ? "built"u8 : "other"u8;
        if (cursor.Skip("Teardown "u8))
        {
            bool read = Flow(ref cursor, text, swaps: false);
            Ending(ref cursor, text);
            return read ? "teardown"u8 : "other"u8;
        }

        if (cursor.Skip("access-list "u8))
            return AccessList(ref cursor, text);
        bool refused = cursor.Skip("Login denied"u8);
        if (refused || cursor.Skip("Login permitted"u8))
        {
            text.Ends(Source, Destination, cursor.Position);
            text.Between("for user \""u8, "\""u8, User);
            return refused ? "login_denied"u8 : "login_permitted"u8;
        }

        if (cursor.Skip("AAA user "u8))
            return Authentication(text);
        if (cursor.Skip("User '"u8))
        {
            text.Between("User '"u8, "'"u8, User);
            if (!text.Between("executed the '"u8, "' command"u8, Command))
                text.Between("executed '"u8, "'"u8, Command);
            text.Address(" from IP "u8, Source);
            return "command"u8;
        }

        if (cursor.Skip("Group <"u8) || cursor.Skip("Group = "u8))
            return Group(text);
        if (text.Has(" Accessed URL "u8))
        {
            text.End(Source, cursor.Position);
            text.UrlBehind(" Accessed URL "u8, Destination, Url);
            return "url"u8;
        }

        return Denial(ref cursor, text);
    }

    private static ReadOnlySpan<byte> Denial(ref Cursor cursor, AsaText text)
    {
        bool denies = text.Has("Deny"u8) || text.Has("denied"u8) || text.Has("Denied"u8) || text.Has("Dropping"u8) || text.Has("discarded"u8);
        int start = cursor.Position;
        cursor.Until("Deny "u8, out _);
        if (cursor.Left.StartsWith("inbound "u8) || cursor.Left.StartsWith("outbound "u8))
            text.Set(Direction, cursor.Word());
        text.ProtocolWord(Protocol, start);
        bool ends = text.Ends(Source, Destination, start);
        text.Between("by access-group \""u8, "\""u8, Rule);
        text.Word("on interface "u8, Interface);
        text.Icmp(IcmpType, IcmpCode);
        return denies ? "denied"u8 : ends && text.Has("permitted"u8) ? "permitted"u8 : "other"u8;
    }

    /// <summary><c>[inbound|outbound|dynamic|static] TCP connection 1 for A to B</c>, <c>TCP translation from A to B</c>, <c>ICMP connection for faddr …</c></summary>
    private static bool Flow(ref Cursor cursor, AsaText text, bool swaps)
    {
        bool outbound = false;
        if (cursor.Left.StartsWith("inbound "u8) || cursor.Left.StartsWith("outbound "u8))
        {
            outbound = cursor.Left[0] == 'o';
            text.Set(Direction, cursor.Word());
            cursor.Skip(" "u8);
        }
        else if (!cursor.Skip("dynamic "u8))
        {
            cursor.Skip("static "u8);
        }

        text.Set(Protocol, cursor.Word());
        cursor.Skip(" "u8);
        if (cursor.Skip("connection "u8))
            text.Set(Connection, cursor.Number());
        if (text.Faddr(Source, Destination, outbound))
        {
            text.Icmp(IcmpType, IcmpCode);
            return true;
        }

        // "for" names the end on the less trusted side first; of an outbound flow the other one opened it.
        bool turned = swaps && outbound;
        return text.Ends(turned ? Destination : Source, turned ? Source : Destination, cursor.Position);
    }

    private static void Ending(ref Cursor cursor, AsaText text)
    {
        text.Word(" duration "u8, Duration);
        if (!text.Word(" bytes "u8, Bytes))
            return;
        cursor.Position = text.Behind(" bytes "u8);
        cursor.Number();
        if (cursor.Skip(" "u8) && !cursor.Left.StartsWith("("u8))
        {
            ReadOnlySpan<byte> reason = cursor.Left;
            int bracket = reason.LastIndexOf(" ("u8);
            text.Set(Reason, new TextRange(cursor.Position, bracket < 0 ? reason.Length : bracket));
        }
    }

    /// <summary><c>NAME permitted tcp inside/192.0.2.1(1) -&gt; outside/192.0.2.2(2) hit-cnt …</c></summary>
    private static ReadOnlySpan<byte> AccessList(ref Cursor cursor, AsaText text)
    {
        text.Set(Rule, cursor.Word());
        cursor.Skip(" "u8);
        ReadOnlySpan<byte> verdict = cursor.Of(cursor.Word());
        bool denied = verdict.StartsWith("denied"u8);
        cursor.Skip(" "u8);
        text.Set(Protocol, cursor.Word());
        cursor.Skip(" "u8);
        text.Slashed(cursor.Position, Source);
        int arrow = text.Behind(" -> "u8);
        if (arrow > 0)
            text.Slashed(arrow, Destination);
        return denied ? "denied"u8 : "permitted"u8;
    }

    /// <summary><c>authentication Rejected : reason = … : server = … : user = … : user IP = …</c></summary>
    private static ReadOnlySpan<byte> Authentication(AsaText text)
    {
        text.Between("reason = "u8, " :"u8, Reason);
        text.Rest("user = "u8, " :"u8, User);
        text.Address("user IP = "u8, Source);
        text.Address("server = "u8, Destination);
        return text.Has("Successful"u8) ? "aaa_success"u8 : "aaa_failure"u8;
    }

    /// <summary>VPN: <c>Group &lt;g&gt; User &lt;u&gt; IP &lt;a&gt; …</c> and <c>Group = g, Username = u, IP = a, …</c></summary>
    private static ReadOnlySpan<byte> Group(AsaText text)
    {
        if (!text.Between("User <"u8, ">"u8, User))
            text.Rest("Username = "u8, ","u8, User);
        if (!text.Address("IP <"u8, Source))
            text.Address("IP = "u8, Source);
        text.Rest("Reason: "u8, ","u8, Reason);
        return text.Has("disconnected"u8) || text.Has("terminated"u8) || text.Has("terminating"u8) || text.Has("Session disconnected"u8) ? "vpn_end"u8
            : text.Has("started"u8) || text.Has("established"u8) || text.Has("assigned to session"u8) || text.Has("connection accepted"u8) ? "vpn_start"u8
            : "vpn"u8;
    }

    private static void Put(DecodedFields fields, int slot, int at, TextRange range) => fields.Set(slot, at + range.Offset, range.Length);

    /// <summary>The places of one end of a flow.</summary>
    internal static class AsaEnd
    {
        public const int Interface = 0;
        public const int Address = 1;
        public const int Name = 2;
        public const int Port = 3;
        public const int Mapped = 4;
        public const int MappedPort = 5;
        public const int User = 6;
        public const int Width = 7;
    }

    internal static bool IsAddress(ReadOnlySpan<byte> text) => Network.TryRead(text, out _);
}
