using System.Buffers;
using SocCore.Events;

namespace SocCollector.Formats;

/// <summary>
/// ArcSight CEF 0 and 1. Pipes and backslashes are escaped in the header, equals signs and line breaks in the extension; a
/// value runs to the next <c> key=</c>, and an unknown escape is kept as it is written.
/// </summary>
internal sealed class CefDecoder : ContentDecoder
{
    private const int HeaderFields = 7;
    private static readonly SearchValues<byte> KeyBytes = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.[]-"u8);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names { get; } = ["version", "vendor", "product", "device_version", "signature", "name", "severity"];

    /// <inheritdoc/>
    public override bool IsOpen => true;

    /// <inheritdoc/>
    public override string? Decode(ReadOnlySpan<byte> content, int at, DecodedFields fields)
    {
        int cef = content.IndexOf("CEF:"u8);
        if (cef < 0)
            return "The line has no CEF: header.";
        int pos = cef + 4;
        while (pos < content.Length && content[pos] == ' ')
            pos++;
        for (int i = 0; i < HeaderFields; i++)
        {
            int end = HeaderEnd(content, pos, out bool escaped);
            bool last = end >= content.Length;
            if (last && i < HeaderFields - 1)
                return "The CEF header has fewer than seven fields.";
            if (escaped)
                Unescape(content[pos..end], at + pos, Slot.First + i, default, fields, isHeader: true);
            else
                fields.Set(Slot.First + i, at + pos, end - pos);
            pos = Math.Min(end + 1, content.Length);
        }

        Extension(content, pos, at, fields);
        return null;
    }

    private static int HeaderEnd(ReadOnlySpan<byte> content, int pos, out bool escaped)
    {
        escaped = false;
        while (pos < content.Length && content[pos] != '|')
        {
            if (content[pos] == '\\' && pos + 1 < content.Length)
            {
                escaped = true;
                pos++;
            }

            pos++;
        }

        return Math.Min(pos, content.Length);
    }

    private static void Extension(ReadOnlySpan<byte> content, int pos, int at, DecodedFields fields)
    {
        int keyStart = NextKey(content, pos, out int equals);
        while (keyStart >= 0)
        {
            int valueStart = equals + 1;
            int next = NextKey(content, valueStart, out int nextEquals);
            int valueEnd = next < 0 ? content.Length : next;
            ReadOnlySpan<byte> key = content[keyStart..equals];
            ReadOnlySpan<byte> value = content[valueStart..valueEnd].TrimEnd((byte)' ');
            if (value.IndexOf((byte)'\\') >= 0)
                Unescape(value, at + valueStart, -1, key, fields, isHeader: false);
            else
                fields.Put(key, at + valueStart, value.Length);
            if (fields.Layout.ReadsLabels && key.EndsWith("Label"u8))
                PutByLabel(content, pos, at, key[..^5], value, fields);
            keyStart = next;
            equals = nextEquals;
        }
    }

    /// <summary>The next key: a run of key bytes behind a blank (or at the start), with an equals sign that is not escaped.</summary>
    private static int NextKey(ReadOnlySpan<byte> content, int pos, out int equals)
    {
        int from = pos;
        while (true)
        {
            int found = content[from..].IndexOf((byte)'=');
            if (found < 0)
            {
                equals = -1;
                return -1;
            }

            equals = from + found;
            int start = equals;
            while (start > pos && KeyBytes.Contains(content[start - 1]))
                start--;
            bool begins = start == 0 || content[start - 1] is (byte)' ' or (byte)'|' || start == pos;
            bool inValue = start == pos && pos > 0 && content[pos - 1] == '=';
            if (start < equals && begins && !inValue)
                return start;
            from = equals + 1;
        }
    }

    private static void PutByLabel(ReadOnlySpan<byte> content, int from, int at, ReadOnlySpan<byte> key, ReadOnlySpan<byte> label, DecodedFields fields)
    {
        int start = NextKey(content, from, out int equals);
        while (start >= 0)
        {
            int next = NextKey(content, equals + 1, out int nextEquals);
            if (content[start..equals].SequenceEqual(key) && label.Length <= 64)
            {
                Span<byte> name = stackalloc byte[label.Length + 6];
                "label."u8.CopyTo(name);
                label.CopyTo(name[6..]);
                int slot = fields.Layout.Find(name);
                ReadOnlySpan<byte> value = content[(equals + 1)..(next < 0 ? content.Length : next)].TrimEnd((byte)' ');
                if (slot >= 0)
                    fields.Set(slot, at + equals + 1, value.Length);
                return;
            }

            start = next;
            equals = nextEquals;
        }
    }

    private static void Unescape(ReadOnlySpan<byte> raw, int offset, int slot, ReadOnlySpan<byte> key, DecodedFields fields, bool isHeader)
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(raw.Length);
        int written = 0;
        for (int i = 0; i < raw.Length; i++)
        {
            byte b = raw[i];
            if (b == '\\' && i + 1 < raw.Length)
            {
                byte next = raw[i + 1];
                byte meant = isHeader
                    ? next is (byte)'|' or (byte)'\\' ? next : (byte)0
                    : next switch { (byte)'=' or (byte)'\\' => next, (byte)'n' => (byte)'\n', (byte)'r' => (byte)'\r', _ => (byte)0 };
                if (meant != 0)
                {
                    rented[written++] = meant;
                    i++;
                    continue;
                }
            }

            rented[written++] = b;
        }

        if (slot >= 0)
            fields.SetText(slot, rented.AsSpan(0, written), offset, raw.Length);
        else
            fields.PutText(key, rented.AsSpan(0, written), offset, raw.Length);
        ArrayPool<byte>.Shared.Return(rented);
    }
}
