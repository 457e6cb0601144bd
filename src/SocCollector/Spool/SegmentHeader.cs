using System.Buffers.Binary;

namespace SocCollector.Spool;

/// <summary>The first 64 bytes of a segment: which spool, which segment, and the sequence of its first record.</summary>
/// <param name="Number">The segment's number; grows by one.</param>
/// <param name="FirstSequence">The sequence of its first record.</param>
/// <param name="Key">The spool's key, random at its creation.</param>
/// <param name="Spool">The number by which events name the spool.</param>
internal readonly record struct SegmentHeader(long Number, long FirstSequence, ulong Key, short Spool)
{
    public const int Length = 64;
    private const ulong Magic = 0x31304C4F4F505353; // "SSPOOL01"

    public void Write(Span<byte> output)
    {
        output[..Length].Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(output, Magic);
        BinaryPrimitives.WriteInt64LittleEndian(output[8..], Number);
        BinaryPrimitives.WriteInt64LittleEndian(output[16..], FirstSequence);
        BinaryPrimitives.WriteUInt64LittleEndian(output[24..], Key);
        BinaryPrimitives.WriteInt16LittleEndian(output[32..], Spool);
        BinaryPrimitives.WriteUInt32LittleEndian(output[60..], ~Crc32C.Update(Crc32C.Seed, output[..60]));
    }

    public static bool TryRead(ReadOnlySpan<byte> input, out SegmentHeader header)
    {
        header = default;
        if (input.Length < Length || BinaryPrimitives.ReadUInt64LittleEndian(input) != Magic
            || BinaryPrimitives.ReadUInt32LittleEndian(input[60..]) != ~Crc32C.Update(Crc32C.Seed, input[..60]))
            return false;
        header = new SegmentHeader(
            BinaryPrimitives.ReadInt64LittleEndian(input[8..]),
            BinaryPrimitives.ReadInt64LittleEndian(input[16..]),
            BinaryPrimitives.ReadUInt64LittleEndian(input[24..]),
            BinaryPrimitives.ReadInt16LittleEndian(input[32..]));
        return true;
    }
}
