using SocCore.Events;

namespace SocCollector.Formats;

/// <summary>
/// What sudo writes: <c>USER : [why not ;] TTY=… ; PWD=… ; USER=… ; COMMAND=…</c>. The command is last and runs to the end:
/// it may hold semicolons.
/// </summary>
internal sealed class SudoDecoder : ContentDecoder
{
    private const int Event = Slot.First;
    private const int User = Event + 1;
    private const int Effective = Event + 2;
    private const int Pwd = Event + 3;
    private const int Command = Event + 4;
    private const int Reason = Event + 5;
    private const int Ip = Event + 6;
    private const int Domain = Event + 7;
    private const int FirstPam = Event + 8;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names { get; } = ["event", "user", "effective", "pwd", "command", "reason", "ip", "domain", .. PamText.Names];

    /// <inheritdoc/>
    public override bool IsText => true;

    /// <inheritdoc/>
    public override string? Decode(ReadOnlySpan<byte> content, int at, DecodedFields fields)
    {
        Cursor cursor = new(content);
        cursor.SkipBlanks();
        byte[]? pam = PamText.Read(cursor, new PamText.Places(FirstPam, User, Ip, Domain, Reason, at), fields);
        if (pam is not null)
        {
            fields.SetText(Event, pam);
            return null;
        }

        if (!cursor.Until(" : "u8, out TextRange user))
        {
            fields.SetText(Event, "other"u8);
            return null;
        }

        fields.Set(User, at + user.Offset, user.Length);
        bool denied = false;
        bool command = false;
        while (!cursor.AtEnd)
        {
            if (cursor.Skip("COMMAND="u8))
            {
                TextRange rest = cursor.Rest();
                fields.Set(Command, at + rest.Offset, rest.Length);
                command = true;
                break;
            }

            int slot = cursor.Skip("TTY="u8) ? FirstPam : cursor.Skip("PWD="u8) ? Pwd : cursor.Skip("USER="u8) ? Effective : -1;
            bool more = cursor.Until(" ; "u8, out TextRange part);
            if (!more)
                part = cursor.Rest();
            if (slot < 0 && cursor.Of(part).IndexOf((byte)'=') < 0)
            {
                slot = Reason;
                denied = true;
            }

            if (slot >= 0)
                fields.Set(slot, at + part.Offset, part.Length);
        }

        fields.SetText(Event, denied ? "denied"u8 : command ? "command"u8 : "other"u8);
        return null;
    }
}
