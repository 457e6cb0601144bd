using System.Buffers.Binary;
using SocCore.Events;

namespace SocCollector.Pipeline;

/// <summary>What a replayed record is called: the id that it has had since it came, then what its wire had called it.</summary>
internal static class ReplayName
{
    private const int IdLength = 16;

    public static byte[] Of(EventId id, ReadOnlySpan<byte> original)
    {
        byte[] name = new byte[IdLength + original.Length];
        BinaryPrimitives.WriteUInt64BigEndian(name, id.High);
        BinaryPrimitives.WriteUInt64BigEndian(name.AsSpan(8), id.Low);
        original.CopyTo(name.AsSpan(IdLength));
        return name;
    }

    public static EventId IdOf(ReadOnlySpan<byte> name) =>
        new(BinaryPrimitives.ReadUInt64BigEndian(name), BinaryPrimitives.ReadUInt64BigEndian(name[8..]));

    public static ReadOnlySpan<byte> OriginalOf(ReadOnlySpan<byte> name) => name[IdLength..];
}
