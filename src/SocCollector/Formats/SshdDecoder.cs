using SocCore.Conditions;
using SocCore.Events;

namespace SocCollector.Formats;

/// <summary>
/// What sshd, and PAM in its name, write. User names come from whoever knocks and may hold " from 192.0.2.1 port 22 ssh2"
/// themselves: the address is the one behind which the line ends or goes on with a colon, as sshd writes it.
/// </summary>
internal sealed class SshdDecoder : ContentDecoder
{
    private const int Event = Slot.First;
    private const int User = Event + 1;
    private const int Ip = Event + 2;
    private const int Port = Event + 3;
    private const int Method = Event + 4;
    private const int Key = Event + 5;
    private const int Protocol = Event + 6;
    private const int Reason = Event + 7;
    private const int Invalid = Event + 8;
    private const int Domain = Event + 9;
    private const int FirstPam = Event + 10;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names { get; } =
        ["event", "user", "ip", "port", "method", "key", "protocol", "reason", "invalid", "domain", .. PamText.Names];

    /// <inheritdoc/>
    public override bool IsText => true;

    /// <inheritdoc/>
    public override string? Decode(ReadOnlySpan<byte> content, int at, DecodedFields fields)
    {
        if (content.EndsWith(" [preauth]"u8))
            content = content[..^10];
        Cursor cursor = new(content);
        // Solaris puts a message id before the text.
        if (cursor.Skip("[ID "u8))
            cursor.Until("] "u8, out _);
        if (!cursor.Skip("error: "u8))
            cursor.Skip("fatal: "u8);
        Place place = new(fields, at);
        fields.SetText(Event, Read(ref cursor, place, fields));
        return null;
    }

    private static ReadOnlySpan<byte> Read(ref Cursor cursor, Place place, DecodedFields fields)
    {
        if (cursor.Skip("Failed "u8))
            return Login(ref cursor, place) ? "failed"u8 : "other"u8;
        if (cursor.Skip("Accepted "u8))
            return Login(ref cursor, place) ? "accepted"u8 : "other"u8;
        if (cursor.Skip("Invalid user "u8) || cursor.Skip("Illegal user "u8))
        {
            place.Mark(Invalid);
            UserFrom(ref cursor, place);
            return "invalid_user"u8;
        }

        if (cursor.Skip("input_userauth_request: invalid user "u8))
        {
            place.Mark(Invalid);
            place.Set(User, cursor.Rest());
            return "preauth_request"u8;
        }

        byte[]? pam = PamText.Read(cursor, new PamText.Places(FirstPam, User, Ip, Domain, Reason, place.At), fields);
        return pam is null ? Connection(ref cursor, place) : pam;
    }

    private static ReadOnlySpan<byte> Connection(ref Cursor cursor, Place place)
    {
        if (cursor.Skip("Received disconnect from "u8))
        {
            Address(ref cursor, place);
            if (cursor.Skip(":"u8))
            {
                cursor.SkipBlanks();
                cursor.Number();
                if (cursor.Skip(":"u8))
                {
                    cursor.SkipBlanks();
                    place.Set(Reason, cursor.Rest());
                }
            }

            return "disconnected"u8;
        }

        if (cursor.Skip("Disconnected from "u8))
        {
            Who(ref cursor, place);
            return "disconnected"u8;
        }

        if (cursor.Skip("Connection closed by "u8) || cursor.Skip("Connection reset by "u8))
        {
            Who(ref cursor, place);
            return "closed"u8;
        }

        if (cursor.Skip("Connection from "u8))
        {
            Address(ref cursor, place);
            return "connection"u8;
        }

        if (cursor.Skip("Disconnecting"u8) || cursor.Skip("maximum authentication attempts exceeded for "u8))
            return TooMany(ref cursor, place);
        if (cursor.Skip("Did not receive identification string from "u8))
        {
            Address(ref cursor, place);
            return "no_identification"u8;
        }

        return Odd(ref cursor, place);
    }

    private static ReadOnlySpan<byte> Odd(ref Cursor cursor, Place place)
    {
        if (cursor.Skip("reverse mapping checking getaddrinfo for "u8))
        {
            place.Set(Domain, cursor.Word());
            if (cursor.Skip(" ["u8))
                place.SetAddress(Ip, Domain, cursor.WordUntil((byte)']', (byte)' '), cursor);
            return "reverse_mapping"u8;
        }

        if (cursor.Skip("Server listening on "u8))
            return "listening"u8;
        if (cursor.Skip("ROOT LOGIN REFUSED FROM "u8))
        {
            Address(ref cursor, place);
            return "not_allowed"u8;
        }

        if (cursor.Skip("refused connect from "u8))
        {
            // tcp_wrappers: "user@host (address)".
            if (cursor.Until(" ("u8, out _))
                place.SetAddress(Ip, Domain, cursor.WordUntil((byte)')', (byte)' '), cursor);
            return "not_allowed"u8;
        }

        if (cursor.Skip("User "u8))
            return NotAllowed(ref cursor, place);
        if (cursor.Skip("Unable to negotiate with "u8) || cursor.Skip("Timeout before authentication for connection from "u8) || cursor.Skip("Timeout before authentication for "u8)
            || cursor.Skip("ssh_dispatch_run_fatal: Connection from "u8) || cursor.Skip("banner exchange: Connection from "u8))
        {
            Address(ref cursor, place);
            if (cursor.Skip(": "u8))
                place.Set(Reason, cursor.Rest());
            return "protocol_error"u8;
        }

        if (cursor.Skip("Bad protocol version identification "u8) || cursor.Skip("kex_exchange_identification: "u8))
        {
            int from = cursor.Left.LastIndexOf(" from "u8);
            if (from >= 0)
            {
                place.Set(Reason, new TextRange(cursor.Position, from));
                cursor.Position += from + 6;
                Address(ref cursor, place);
            }
            else
            {
                place.Set(Reason, cursor.Rest());
            }

            return "protocol_error"u8;
        }

        return "other"u8;
    }

    /// <summary><c>METHOD for [invalid user ]USER from ADDRESS port N ssh2[: key]</c></summary>
    private static bool Login(ref Cursor cursor, Place place)
    {
        if (!cursor.Until(" for "u8, out TextRange method))
            return false;
        place.Set(Method, method);
        if (cursor.Skip("invalid user "u8) || cursor.Skip("illegal user "u8))
            place.Mark(Invalid);
        return UserFrom(ref cursor, place);
    }

    private static bool UserFrom(ref Cursor cursor, Place place)
    {
        int start = cursor.Position;
        int search = start;
        while (true)
        {
            cursor.Position = search;
            int from = cursor.Left.IndexOf(" from "u8);
            // No name at all, and its blanks lost on the way: "Invalid user from 192.0.2.1".
            bool nameless = from < 0 && search == start && cursor.Left.StartsWith("from "u8);
            if (from < 0 && !nameless)
            {
                cursor.Position = start;
                place.Set(User, cursor.Rest());
                return false;
            }

            int nameEnd = nameless ? start : search + from;
            cursor.Position = nameless ? start + 5 : nameEnd + 6;
            TextRange address = cursor.Word();
            TextRange port = cursor.Skip(" port "u8) ? cursor.Number() : default;
            TextRange protocol = cursor.Left.StartsWith(" ssh"u8) && cursor.Skip(" "u8) ? cursor.WordUntil((byte)' ', (byte)':') : default;
            cursor.SkipBlanks();
            if (address.Length > 0 && (cursor.AtEnd || cursor.Left[0] == ':'))
            {
                TextRange name = new(start, nameEnd - start);
                if (cursor.Of(name).SequenceEqual("<invalid username>"u8))
                    place.Mark(Invalid);
                else
                    place.Set(User, name);
                place.SetAddress(Ip, Domain, address, cursor);
                place.Set(Port, port);
                place.Set(Protocol, protocol);
                if (cursor.Skip(": "u8))
                    place.Set(Key, cursor.Rest());
                return true;
            }

            if (nameless)
                return false;
            search = nameEnd + 1;
        }
    }

    /// <summary><c>[user|invalid user|authenticating user NAME ]ADDRESS[ port N]</c></summary>
    private static void Who(ref Cursor cursor, Place place)
    {
        bool invalid = cursor.Skip("invalid user "u8);
        if (invalid)
            place.Mark(Invalid);
        if (invalid || cursor.Skip("authenticating user "u8) || cursor.Skip("user "u8))
            NameThenAddress(ref cursor, place, cursor.Left.Length);
        else
            Address(ref cursor, place);
    }

    /// <summary>A name, which may have blanks, then an address and a port: the address is the word before the last " port ".</summary>
    private static void NameThenAddress(ref Cursor cursor, Place place, int length)
    {
        int start = cursor.Position;
        ReadOnlySpan<byte> text = cursor.Left[..length];
        int port = text.LastIndexOf(" port "u8);
        ReadOnlySpan<byte> front = port < 0 ? text : text[..port];
        int blank = front.LastIndexOf((byte)' ');
        if (blank > 0)
            place.Set(User, new TextRange(start, blank));
        cursor.Position = start + blank + 1;
        Address(ref cursor, place);
    }

    private static void Address(ref Cursor cursor, Place place)
    {
        int start = cursor.Position;
        TextRange word = cursor.Word();
        ReadOnlySpan<byte> text = cursor.Of(word);
        int length = text.Length;
        // "192.0.2.1:" and "192.0.2.1," are an address and a mark; "2001:db8::1" has colons of its own.
        while (length > 0 && text[length - 1] is (byte)':' or (byte)',' or (byte)'.')
            length--;
        place.SetAddress(Ip, Domain, new TextRange(start, length), cursor);
        cursor.Position = start + length;
        if (!cursor.Skip(" port "u8))
            return;
        place.Set(Port, cursor.Number());
    }

    private static ReadOnlySpan<byte> TooMany(ref Cursor cursor, Place place)
    {
        ReadOnlySpan<byte> text = cursor.Left;
        int many = text.IndexOf("Too many authentication failures"u8);
        if (cursor.Skip(": Too many authentication failures for "u8))
        {
            place.Set(User, cursor.Rest());
        }
        else if (cursor.Skip(" "u8))
        {
            if (cursor.Skip("invalid user "u8))
                place.Mark(Invalid);
            else
                cursor.Skip("authenticating user "u8);
            int colon = cursor.Left.IndexOf(": "u8);
            NameThenAddress(ref cursor, place, colon < 0 ? cursor.Left.Length : colon);
            if (cursor.Skip(": "u8))
                place.Set(Reason, cursor.Rest());
            if (many < 0)
                return "disconnected"u8;
        }
        else if (!text.StartsWith(":"u8))
        {
            if (cursor.Skip("invalid user "u8))
                place.Mark(Invalid);
            UserFrom(ref cursor, place);
        }

        return "too_many_failures"u8;
    }

    /// <summary><c>USER from ADDRESS not allowed because …</c></summary>
    private static ReadOnlySpan<byte> NotAllowed(ref Cursor cursor, Place place)
    {
        if (!cursor.Until(" not allowed because "u8, out TextRange who))
            return "other"u8;
        place.Set(Reason, cursor.Rest());
        int from = cursor.Of(who).LastIndexOf(" from "u8);
        if (from > 0)
        {
            place.Set(User, new TextRange(who.Offset, from));
            place.SetAddress(Ip, Domain, new TextRange(who.Offset + from + 6, who.Length - from - 6), cursor);
        }
        else
        {
            place.Set(User, who);
        }

        return "not_allowed"u8;
    }

    /// <summary>Where values are put.</summary>
    private readonly struct Place(DecodedFields fields, int at)
    {
        public int At => at;

        public void Set(int slot, TextRange range) => fields.Set(slot, at + range.Offset, range.Length);

        public void Mark(int slot) => fields.SetText(slot, "true"u8);

        /// <summary>An address, or the name that stands in its place.</summary>
        public void SetAddress(int address, int domain, TextRange range, in Cursor cursor)
        {
            ReadOnlySpan<byte> text = cursor.Of(range);
            if (Network.TryRead(text, out _))
                Set(address, range);
            else if (text.Length > 0 && text.IndexOfAny((byte)'@', (byte)'(') < 0)
                Set(domain, range);
        }
    }
}
