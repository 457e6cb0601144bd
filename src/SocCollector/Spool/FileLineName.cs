using System.Buffers.Binary;
using SocCore.Events;

namespace SocCollector.Spool;

/// <summary>
/// What a line of a file is called: the file's inode and birth, how often it was truncated, and where in it the line begins
/// and the next one does. The path is no part of it, because rotation renames.
/// </summary>
/// <param name="Inode">The file's number.</param>
/// <param name="BornAt">When the file was made, or first seen; milliseconds since 1970.</param>
/// <param name="Epoch">How often it was truncated since.</param>
/// <param name="Offset">Where the line begins.</param>
/// <param name="Next">Where the next line begins.</param>
internal readonly record struct FileLineName(ulong Inode, long BornAt, uint Epoch, long Offset, long Next)
{
    public const int Length = 36;

    public void Write(Span<byte> output)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(output, Inode);
        BinaryPrimitives.WriteInt64LittleEndian(output[8..], BornAt);
        BinaryPrimitives.WriteUInt32LittleEndian(output[16..], Epoch);
        BinaryPrimitives.WriteInt64LittleEndian(output[20..], Offset);
        BinaryPrimitives.WriteInt64LittleEndian(output[28..], Next);
    }

    public static bool TryRead(ReadOnlySpan<byte> input, out FileLineName name)
    {
        name = default;
        if (input.Length != Length)
            return false;
        name = new FileLineName(
            BinaryPrimitives.ReadUInt64LittleEndian(input),
            BinaryPrimitives.ReadInt64LittleEndian(input[8..]),
            BinaryPrimitives.ReadUInt32LittleEndian(input[16..]),
            BinaryPrimitives.ReadInt64LittleEndian(input[20..]),
            BinaryPrimitives.ReadInt64LittleEndian(input[28..]));
        return true;
    }

    /// <summary>The id of the line's event: the same whenever the line is read again on this machine.</summary>
    public static EventId IdOf(ReadOnlySpan<byte> name, long bornAt, ReadOnlySpan<byte> machine)
    {
        const int Identity = Length - sizeof(long);
        Span<byte> named = stackalloc byte[Identity + 64];
        name[..Identity].CopyTo(named);
        int kept = Math.Min(machine.Length, 64);
        machine[..kept].CopyTo(named[Identity..]);
        return EventId.Of(bornAt, named[..(Identity + kept)]);
    }
}
