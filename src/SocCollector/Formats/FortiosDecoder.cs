using System.Text;

namespace SocCollector.Formats;

/// <summary>
/// FortiOS: pairs, with the time in three of them. <c>timestamp</c> joins date, time and zone; where the zone is not
/// written it is <c>eventtime</c>, whose unit is told by its digits.
/// </summary>
internal sealed class FortiosDecoder : ContentDecoder
{
    private static readonly KeyValueDecoder Pairs = new();

    /// <inheritdoc/>
    public override bool IsOpen => true;

    /// <inheritdoc/>
    public override string TimeName => "timestamp";

    /// <inheritdoc/>
    public override string? Decode(ReadOnlySpan<byte> content, int at, DecodedFields fields)
    {
        if (Pairs.Decode(content, at, fields) is { } problem)
            return problem;
        ReadOnlySpan<byte> date = Value(content, "date="u8);
        ReadOnlySpan<byte> time = Value(content, "time="u8);
        ReadOnlySpan<byte> zone = Value(content, "tz="u8);
        ReadOnlySpan<byte> epoch = Value(content, "eventtime="u8);
        if (zone.Length == 0 && epoch.Length > 0)
        {
            fields.PutText("timestamp"u8, epoch, 0, 0);
        }
        else if (date.Length == 10 && time.Length is >= 8 and <= 18 && zone.Length <= 6)
        {
            Span<byte> joined = stackalloc byte[40];
            date.CopyTo(joined);
            joined[10] = (byte)'T';
            time.CopyTo(joined[11..]);
            zone.CopyTo(joined[(11 + time.Length)..]);
            fields.PutText("timestamp"u8, joined[..(11 + time.Length + zone.Length)], 0, 0);
        }

        return null;
    }

    private static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> content, ReadOnlySpan<byte> key)
    {
        int from = 0;
        while (true)
        {
            int found = content[from..].IndexOf(key);
            if (found < 0)
                return default;
            from += found;
            if (from == 0 || content[from - 1] == ' ')
                break;
            from++;
        }

        ReadOnlySpan<byte> value = content[(from + key.Length)..];
        if (value.Length > 0 && value[0] == '"')
        {
            value = value[1..];
            int quote = value.IndexOf((byte)'"');
            return quote < 0 ? value : value[..quote];
        }

        int blank = value.IndexOf((byte)' ');
        return blank < 0 ? value : value[..blank];
    }
}
