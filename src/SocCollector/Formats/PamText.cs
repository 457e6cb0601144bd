using SocCore.Conditions;
using SocCore.Events;

namespace SocCollector.Formats;

/// <summary>
/// What Linux-PAM's modules write in the name of a program: <c>pam_unix(sshd:auth): authentication failure; logname= uid=0
/// … rhost=192.0.2.1  user=root</c>, older versions without the module before it.
/// </summary>
internal static class PamText
{
    private static readonly byte[] MoreFailures = "pam_more_failures"u8.ToArray();
    private static readonly byte[] Failure = "pam_failure"u8.ToArray();
    private static readonly byte[] Unknown = "pam_unknown"u8.ToArray();
    private static readonly byte[] Opened = "session_opened"u8.ToArray();
    private static readonly byte[] Closed = "session_closed"u8.ToArray();
    private static readonly byte[] Other = "pam_other"u8.ToArray();

    /// <summary>The names that are PAM's alone.</summary>
    public static readonly string[] Names = ["tty", "uid", "service", "module", "by", "count"];

    /// <summary>Reads the text; returns what it tells, or nothing when it is none of PAM's.</summary>
    public static byte[]? Read(Cursor cursor, in Places places, DecodedFields fields)
    {
        if (cursor.Skip("PAM: "u8))
            return OfDaemon(ref cursor, places, fields);
        if (cursor.Skip("PAM "u8))
        {
            TextRange count = cursor.Number();
            if (count.Length == 0 || !(cursor.Skip(" more authentication failures; "u8) || cursor.Skip(" more authentication failure; "u8)))
                return null;
            fields.Set(places.First + 5, places.At + count.Offset, count.Length);
            Pairs(cursor, places, fields);
            return MoreFailures;
        }

        bool module = cursor.Left.StartsWith("pam_"u8);
        if (module && cursor.Until("("u8, out TextRange name) && cursor.Until("): "u8, out TextRange service))
        {
            fields.Set(places.First + 3, places.At + name.Offset, name.Length);
            int colon = cursor.Of(service).IndexOf((byte)':');
            fields.Set(places.First + 2, places.At + service.Offset, colon < 0 ? service.Length : colon);
        }

        if (cursor.Skip("authentication failure; "u8))
        {
            Pairs(cursor, places, fields);
            return Failure;
        }

        if (cursor.Skip("check pass; user unknown"u8))
            return Unknown;
        if (cursor.Skip("session opened for user "u8))
        {
            Session(ref cursor, places, fields);
            return Opened;
        }

        if (cursor.Skip("session closed for user "u8))
        {
            Session(ref cursor, places, fields);
            return Closed;
        }

        return module ? Other : null;
    }

    /// <summary><c>Authentication failure for [illegal user ]NAME from HOST[ via ADDRESS]</c>, sshd's own sentence.</summary>
    private static byte[] OfDaemon(ref Cursor cursor, in Places places, DecodedFields fields)
    {
        if (!cursor.Until(" for "u8, out TextRange reason))
            return Other;
        fields.Set(places.Reason, places.At + reason.Offset, reason.Length);
        cursor.Skip("illegal user "u8);
        ReadOnlySpan<byte> left = cursor.Left;
        int via = left.LastIndexOf(" via "u8);
        int from = (via < 0 ? left : left[..via]).LastIndexOf(" from "u8);
        if (from < 0)
            return Other;
        fields.Set(places.User, places.At + cursor.Position, from);
        cursor.Position += from + 6;
        Host(cursor.Of(cursor.Word()), cursor.Position, places, fields);
        return Failure;
    }

    private static void Pairs(Cursor cursor, in Places places, DecodedFields fields)
    {
        while (!cursor.AtEnd)
        {
            cursor.SkipBlanks();
            TextRange pair = cursor.Word();
            ReadOnlySpan<byte> text = cursor.Of(pair);
            int equals = text.IndexOf((byte)'=');
            if (equals < 0)
                continue;
            ReadOnlySpan<byte> key = text[..equals];
            int start = pair.Offset + equals + 1;
            int length = pair.Length - equals - 1;
            if (key.SequenceEqual("rhost"u8))
                Host(text[(equals + 1)..], start + length, places, fields);
            else if (key.SequenceEqual("user"u8))
                fields.Set(places.User, places.At + start, length);
            else if (key.SequenceEqual("tty"u8))
                fields.Set(places.First, places.At + start, length);
            else if (key.SequenceEqual("uid"u8))
                fields.Set(places.First + 1, places.At + start, length);
        }
    }

    private static void Host(ReadOnlySpan<byte> text, int end, in Places places, DecodedFields fields) =>
        fields.Set(Network.TryRead(text, out _) ? places.Ip : places.Domain, places.At + end - text.Length, text.Length);

    /// <summary><c>NAME[(uid=1000)][ by [WHO](uid=0)]</c></summary>
    private static void Session(ref Cursor cursor, in Places places, DecodedFields fields)
    {
        TextRange user = cursor.WordUntil((byte)' ', (byte)'(');
        fields.Set(places.User, places.At + user.Offset, user.Length);
        if (!cursor.Until(" by "u8, out _))
            return;
        TextRange by = cursor.WordUntil((byte)' ', (byte)'(');
        fields.Set(places.First + 4, places.At + by.Offset, by.Length);
        if (!cursor.Skip("(uid="u8))
            return;
        TextRange uid = cursor.Number();
        fields.Set(places.First + 1, places.At + uid.Offset, uid.Length);
    }

    /// <summary>Where the values go.</summary>
    /// <param name="First">The place of the first of <see cref="Names"/>.</param>
    /// <param name="User">Who.</param>
    /// <param name="Ip">From which address.</param>
    /// <param name="Domain">From which host, where it is a name.</param>
    /// <param name="Reason">Why not.</param>
    /// <param name="At">Where the content begins in the line.</param>
    internal readonly record struct Places(int First, int User, int Ip, int Domain, int Reason, int At);
}
