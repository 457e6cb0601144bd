namespace SocCollector.Formats;

/// <summary>What PAM writes in the name of other programs: su, login, cron, ftp.</summary>
internal sealed class PamDecoder : ContentDecoder
{
    private const int Event = Slot.First;
    private const int User = Event + 1;
    private const int Ip = Event + 2;
    private const int Domain = Event + 3;
    private const int Reason = Event + 4;
    private const int FirstPam = Event + 5;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names { get; } = ["event", "user", "ip", "domain", "reason", .. PamText.Names];

    /// <inheritdoc/>
    public override bool IsText => true;

    /// <inheritdoc/>
    public override string? Decode(ReadOnlySpan<byte> content, int at, DecodedFields fields)
    {
        byte[]? pam = PamText.Read(new Cursor(content), new PamText.Places(FirstPam, User, Ip, Domain, Reason, at), fields);
        fields.SetText(Event, pam is null ? "other"u8 : pam);
        return null;
    }
}
