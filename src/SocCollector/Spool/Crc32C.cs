using System.Numerics;
using System.Runtime.InteropServices;

namespace SocCollector.Spool;

/// <summary>CRC-32C (Castagnoli) over spans, eight bytes an instruction where the processor has one.</summary>
internal static class Crc32C
{
    /// <summary>Where every checksum begins.</summary>
    public const uint Seed = 0xFFFFFFFF;

    /// <summary>Goes on over bytes; the checksum is the complement of the last state.</summary>
    public static uint Update(uint state, ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (ulong word in words)
            state = BitOperations.Crc32C(state, word);
        foreach (byte rest in bytes[(words.Length * sizeof(ulong))..])
            state = BitOperations.Crc32C(state, rest);
        return state;
    }

    /// <summary>Goes on over a number, little-endian.</summary>
    public static uint Update(uint state, long number) => BitOperations.Crc32C(state, (ulong)number);
}
