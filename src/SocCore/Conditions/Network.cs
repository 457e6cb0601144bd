using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SocCore.Conditions;

/// <summary>An address range in CIDR form, compared on 128 bits; IPv4 is mapped into <c>::ffff:0:0/96</c>.</summary>
public readonly record struct Network
{
    private Network(UInt128 first, UInt128 last, string text)
    {
        First = first;
        Last = last;
        Text = text;
    }

    /// <summary>The lowest address.</summary>
    public UInt128 First { get; }

    /// <summary>The highest address.</summary>
    public UInt128 Last { get; }

    private string Text { get; }

    /// <summary>Reads <c>address/bits</c>, or a single address.</summary>
    /// <exception cref="FormatException">It is no network, or host bits are set; the message names the network that was meant.</exception>
    public static Network Parse(string text)
    {
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        string head = slash < 0 ? text : text[..slash];
        if (!IPAddress.TryParse(head, out IPAddress? address))
            throw new FormatException($"'{text}' is no network: write address/bits, as in 192.0.2.0/24.");
        int width = address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        int bits = width;
        if (slash >= 0 && (!int.TryParse(text.AsSpan(slash + 1), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out bits) || bits > width))
            throw new FormatException($"'{text}' is no network: the prefix length is 0 to {width}.");
        UInt128 value = ToNumber(address);
        UInt128 host = bits == 0 && width == 128 ? UInt128.MaxValue : (UInt128.One << (width - bits)) - 1;
        UInt128 first = value & ~host;
        if (first != value)
            throw new FormatException($"'{text}' has host bits set; the network is {ToAddress(first, width == 32)}/{bits}.");
        return new Network(first, value | host, text);
    }

    /// <summary>Whether the address lies inside.</summary>
    public bool Contains(UInt128 address) => address >= First && address <= Last;

    /// <summary>Whether the text is an address that lies inside.</summary>
    public bool Contains(ReadOnlySpan<byte> utf8) => TryRead(utf8, out UInt128 address) && Contains(address);

    /// <summary>Reads an address as a number of 128 bits.</summary>
    public static bool TryRead(ReadOnlySpan<byte> utf8, out UInt128 address)
    {
        address = default;
        if (utf8.Length is 0 or > 64)
            return false;
        if (TryReadIPv4(utf8, out uint v4))
        {
            address = Mapped(v4);
            return true;
        }

        if (utf8.IndexOf((byte)':') < 0)
            return false;
        Span<char> chars = stackalloc char[64];
        int length = Encoding.UTF8.GetChars(utf8, chars);
        if (!IPAddress.TryParse(chars[..length], out IPAddress? parsed) || parsed.AddressFamily != AddressFamily.InterNetworkV6)
            return false;
        address = ToNumber(parsed);
        return true;
    }

    /// <summary>The address as a number of 128 bits.</summary>
    public static UInt128 ToNumber(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out int written);
        return written == 4 ? Mapped(BinaryPrimitives.ReadUInt32BigEndian(bytes)) : BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    /// <inheritdoc/>
    public bool Equals(Network other) => First == other.First && Last == other.Last;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(First, Last);

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static UInt128 Mapped(uint v4) => new(0, 0x0000_FFFF_0000_0000UL | v4);

    private static IPAddress ToAddress(UInt128 value, bool v4)
    {
        byte[] bytes = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, value);
        return v4 ? new IPAddress(bytes.AsSpan(12)) : new IPAddress(bytes);
    }

    /// <summary>Four decimal numbers, nothing else: no octal, no short forms.</summary>
    private static bool TryReadIPv4(ReadOnlySpan<byte> text, out uint address)
    {
        address = 0;
        int parts = 0;
        int at = 0;
        while (true)
        {
            int value = 0;
            int start = at;
            while (at < text.Length && at - start < 3 && text[at] is >= (byte)'0' and <= (byte)'9')
                value = (value * 10) + (text[at++] - '0');
            if (at == start || value > 255 || (at - start > 1 && text[start] == (byte)'0'))
                return false;
            address = (address << 8) | (uint)value;
            parts++;
            if (at == text.Length)
                return parts == 4;
            if (parts == 4 || text[at++] != (byte)'.')
                return false;
        }
    }
}
