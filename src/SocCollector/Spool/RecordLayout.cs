using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace SocCollector.Spool;

/// <summary>
/// How a record lies in a segment, little-endian, at a multiple of 8 so that a reader can find the next one behind damage:
/// <code>
///  0 u32 CRC-32C of payload, bytes 4..8, 16..32, and last the sequence
///  4 u32 payload length
///  8 i64 sequence
/// 16 i64 receipt time, UTC ticks
/// 24 u16 listener, an index of the spool's listener table
/// 26 u8  kind
/// 27 u8  length of the name
/// 28 u16 length of the peer
/// 30 u16 mark
/// 32     payload: the bytes as they came, then peer, then name
/// </code>
/// The sequence is last in the checksum: listeners sum their records in parallel, the one writer adds the sequence.
/// </summary>
internal static class RecordLayout
{
    public const int HeaderLength = 32;
    public const ushort Mark = 0x5C0C;

    /// <summary>The longest payload: the largest message that any wire may bring, and its peer and name.</summary>
    public const int LongestPayload = (1024 * 1024) + (128 * 1024);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Padded(int length) => (length + 7) & ~7;

    public static int TotalLength(int payload) => HeaderLength + Padded(payload);

    /// <summary>The checksum's state before the sequence.</summary>
    public static uint SumBody(ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload)
    {
        uint state = Crc32C.Update(Crc32C.Seed, payload);
        state = Crc32C.Update(state, header.Slice(16, 16));
        return Crc32C.Update(state, header.Slice(4, 4));
    }

    /// <summary>Writes sequence and final checksum over the state that <see cref="SumBody"/> had left there.</summary>
    public static void Seal(Span<byte> header, long sequence)
    {
        uint state = BinaryPrimitives.ReadUInt32LittleEndian(header);
        BinaryPrimitives.WriteInt64LittleEndian(header[8..], sequence);
        BinaryPrimitives.WriteUInt32LittleEndian(header, ~Crc32C.Update(state, sequence));
    }

    /// <summary>Reads the payload's length; −1 when these bytes begin no record.</summary>
    public static int PayloadLength(ReadOnlySpan<byte> header)
    {
        if (BinaryPrimitives.ReadUInt16LittleEndian(header[30..]) != Mark)
            return -1;
        uint payload = BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
        uint named = BinaryPrimitives.ReadUInt16LittleEndian(header[28..]) + (uint)header[27];
        return payload <= LongestPayload && named <= payload ? (int)payload : -1;
    }

    /// <summary>Whether header and payload are as they were sealed.</summary>
    public static bool IsIntact(ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload) =>
        BinaryPrimitives.ReadUInt32LittleEndian(header) ==
        ~Crc32C.Update(SumBody(header, payload), BinaryPrimitives.ReadInt64LittleEndian(header[8..]));
}
