using System.Buffers.Binary;

namespace SocCollector.Spool;

/// <summary>A record as it lies in the reader's buffer; valid until the reader moves on.</summary>
internal readonly ref struct SpoolRecord
{
    private readonly ReadOnlySpan<byte> _header;
    private readonly ReadOnlySpan<byte> _payload;

    public SpoolRecord(ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload)
    {
        _header = header;
        _payload = payload;
    }

    public long Sequence => BinaryPrimitives.ReadInt64LittleEndian(_header[8..]);

    public long ReceivedAt => BinaryPrimitives.ReadInt64LittleEndian(_header[16..]);

    public int Listener => BinaryPrimitives.ReadUInt16LittleEndian(_header[24..]);

    public RecordKind Kind => (RecordKind)_header[26];

    /// <summary>The bytes as they came.</summary>
    public ReadOnlySpan<byte> Bytes => _payload[..^(PeerLength + NameLength)];

    /// <summary>Who sent it: an address, or a path.</summary>
    public ReadOnlySpan<byte> Peer => _payload.Slice(_payload.Length - PeerLength - NameLength, PeerLength);

    /// <summary>What the wire calls it.</summary>
    public ReadOnlySpan<byte> Name => _payload[^NameLength..];

    private int NameLength => _header[27];

    private int PeerLength => BinaryPrimitives.ReadUInt16LittleEndian(_header[28..]);
}
