using System.Buffers;

namespace SocCollector.Formats;

/// <summary>Undoes the escapes that formats use in quoted text.</summary>
internal static class Escapes
{
    /// <summary>Files a value in which a backslash makes the next character itself.</summary>
    public static void PutBackslash(ReadOnlySpan<byte> key, ReadOnlySpan<byte> raw, int offset, DecodedFields fields)
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(raw.Length);
        int length = Backslash(raw, rented);
        fields.PutText(key, rented.AsSpan(0, length), offset, raw.Length);
        ArrayPool<byte>.Shared.Return(rented);
    }

    /// <summary>Sets a value with the escapes of web servers: <c>\xNN</c> (nginx, Apache), <c>\"</c>, <c>\\</c>, <c>\n</c>, <c>\r</c>, <c>\t</c>.</summary>
    public static void SetWeb(int slot, ReadOnlySpan<byte> raw, int offset, DecodedFields fields)
    {
        if (raw.IndexOf((byte)'\\') < 0)
        {
            fields.Set(slot, offset, raw.Length);
            return;
        }

        byte[] rented = ArrayPool<byte>.Shared.Rent(raw.Length);
        int length = Web(raw, rented);
        fields.SetText(slot, rented.AsSpan(0, length), offset, raw.Length);
        ArrayPool<byte>.Shared.Return(rented);
    }

    private static int Backslash(ReadOnlySpan<byte> raw, Span<byte> output)
    {
        int written = 0;
        for (int i = 0; i < raw.Length; i++)
        {
            if (raw[i] == '\\' && i + 1 < raw.Length && raw[i + 1] is (byte)'"' or (byte)'\\')
                i++;
            output[written++] = raw[i];
        }

        return written;
    }

    private static int Web(ReadOnlySpan<byte> raw, Span<byte> output)
    {
        int written = 0;
        for (int i = 0; i < raw.Length; i++)
        {
            byte b = raw[i];
            if (b != '\\' || i + 1 >= raw.Length)
            {
                output[written++] = b;
                continue;
            }

            byte next = raw[++i];
            if (next == 'x' && i + 2 < raw.Length && Hex(raw[i + 1]) >= 0 && Hex(raw[i + 2]) >= 0)
            {
                output[written++] = (byte)((Hex(raw[i + 1]) << 4) | Hex(raw[i + 2]));
                i += 2;
                continue;
            }

            if (next is not ((byte)'"' or (byte)'\\' or (byte)'n' or (byte)'r' or (byte)'t'))
                output[written++] = (byte)'\\';
            output[written++] = next switch { (byte)'n' => (byte)'\n', (byte)'r' => (byte)'\r', (byte)'t' => (byte)'\t', _ => next };
        }

        return written;
    }

    /// <summary>The value of a hexadecimal digit, or −1.</summary>
    public static int Hex(byte b) => b switch
    {
        >= (byte)'0' and <= (byte)'9' => b - '0',
        >= (byte)'a' and <= (byte)'f' => b - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => b - 'A' + 10,
        _ => -1,
    };
}
