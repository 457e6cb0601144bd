using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace SocCore.Events;

/// <summary>
/// An event's id: 48 bits of milliseconds since 1970, then 80 bits of a hash of the record's name (where the wire names
/// its records) or of spool and position. Never of the content: two equal lines are two events. The id of a document that
/// somebody else stored has no time: its first 16 bits are ones, which no event of this product's reaches before the year 10889.
/// </summary>
public readonly record struct EventId(ulong High, ulong Low) : IComparable<EventId>
{
    private const ulong ForeignMark = 0xffff_0000_0000_0000;

    /// <summary>Makes the id of a record from its time and the bytes that name it.</summary>
    public static EventId Of(long unixMilliseconds, ReadOnlySpan<byte> name)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(name, hash);
        return Of(unixMilliseconds, BinaryPrimitives.ReadUInt16BigEndian(hash), BinaryPrimitives.ReadUInt64BigEndian(hash[2..]));
    }

    /// <summary>Makes the id of the record at a position of a spool, without hashing more than two numbers.</summary>
    public static EventId OfPosition(long unixMilliseconds, ulong spoolKey, long position, int ordinal = 0)
    {
        // Two rounds of a 64-bit finalizer (splitmix64): a bijection of the position for each spool and ordinal, so ids of
        // one spool in one millisecond cannot collide in the low 64 bits.
        ulong low = Mix((ulong)position + (spoolKey ^ ((ulong)(uint)ordinal << 48)));
        ulong top = Mix(low ^ spoolKey);
        return Of(unixMilliseconds, (ushort)top, low);
    }

    /// <summary>Makes the id of a document that somebody else stored, from the names of its index and of itself.</summary>
    public static EventId OfForeign(ReadOnlySpan<byte> index, ReadOnlySpan<byte> name)
    {
        Span<byte> hash = stackalloc byte[32];
        // The length of the first name keeps two pairs of names with the same joined text apart.
        byte[] joined = new byte[sizeof(int) + index.Length + name.Length];
        BinaryPrimitives.WriteInt32BigEndian(joined, index.Length);
        index.CopyTo(joined.AsSpan(sizeof(int)));
        name.CopyTo(joined.AsSpan(sizeof(int) + index.Length));
        SHA256.HashData(joined, hash);
        return new EventId(BinaryPrimitives.ReadUInt64BigEndian(hash) | ForeignMark, BinaryPrimitives.ReadUInt64BigEndian(hash[8..]));
    }

    /// <summary>Whether it is the id of a document that somebody else stored.</summary>
    public bool IsForeign => (High & ForeignMark) == ForeignMark;

    private static EventId Of(long unixMilliseconds, ushort top, ulong low) =>
        new(((ulong)unixMilliseconds << 16) | top, low);

    /// <summary>The time in the id, milliseconds since 1970.</summary>
    public long UnixMilliseconds => (long)(High >> 16);

    /// <summary>The id as a UUID, in the same byte order.</summary>
    public Guid ToGuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        Write(bytes);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>Reads the id back from a UUID.</summary>
    public static EventId FromGuid(Guid guid)
    {
        Span<byte> bytes = stackalloc byte[16];
        guid.TryWriteBytes(bytes, bigEndian: true, out _);
        return new EventId(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));
    }

    /// <summary>The id as 22 characters base64url.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[16];
        Write(bytes);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Reads the 22 characters.</summary>
    public static bool TryParse(string? text, out EventId id)
    {
        id = default;
        if (text is not { Length: 22 })
            return false;
        Span<byte> bytes = stackalloc byte[16];
        if (!Base64Url.IsValid(text, out int length) || length != 16 || Base64Url.DecodeFromChars(text, bytes) != 16)
            return false;
        id = new EventId(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(EventId other) => High != other.High ? High.CompareTo(other.High) : Low.CompareTo(other.Low);

    public static bool operator <(EventId left, EventId right) => left.CompareTo(right) < 0;

    public static bool operator >(EventId left, EventId right) => left.CompareTo(right) > 0;

    public static bool operator <=(EventId left, EventId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(EventId left, EventId right) => left.CompareTo(right) >= 0;

    private void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Low);
    }

    private static ulong Mix(ulong value)
    {
        value ^= value >> 30;
        value *= 0xbf58476d1ce4e5b9;
        value ^= value >> 27;
        value *= 0x94d049bb133111eb;
        return value ^ (value >> 31);
    }
}
