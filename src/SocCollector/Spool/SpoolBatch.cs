using System.Buffers;
using System.Buffers.Binary;

namespace SocCollector.Spool;

/// <summary>
/// Records on their way into the spool, laid out as they will lie on disk. A listener rents one, adds what one read brought,
/// and hands it over; from then on it belongs to the spool. One thread at a time.
/// </summary>
internal sealed class SpoolBatch
{
    /// <summary>A batch that has reached this is worth handing over.</summary>
    public const int Capacity = 176 * 1024;

    /// <summary>A full batch has room for one more datagram of the largest size.</summary>
    private const int BufferBytes = 256 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
    private TaskCompletionSource<long>? _durable;

    public SpoolBatch()
    {
    }

    /// <summary>The number of records.</summary>
    public int Count { get; private set; }

    /// <summary>What the records occupy on disk.</summary>
    public int Length { get; private set; }

    /// <summary>Whether the batch should be handed over before more is added.</summary>
    public bool IsFull => Length >= Capacity;

    internal Memory<byte> Written => _buffer.AsMemory(0, Length);

    internal bool IsAwaited => _durable is not null;

    /// <summary>Whether the segment is to end when the batch is written.</summary>
    internal bool EndsSegment { get; set; }

    /// <summary>
    /// Asks to be told: the task ends when the batch is on disk, with the sequence of its last record. To be asked before
    /// the batch is handed over; without it no one waits, and nothing is allocated.
    /// </summary>
    public Task<long> WhenDurable()
    {
        _durable ??= new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        return _durable.Task;
    }

    /// <summary>Room for the bytes of a record to be written in place; followed by <see cref="Commit"/>.</summary>
    public Memory<byte> Reserve(int length)
    {
        int need = Length + RecordLayout.HeaderLength + length;
        if (need > _buffer.Length)
            Grow(need);
        return _buffer.AsMemory(Length + RecordLayout.HeaderLength, length);
    }

    /// <summary>Makes a record of what was written into the room of <see cref="Reserve"/>.</summary>
    /// <param name="length">How much of the room is the record.</param>
    /// <param name="origin">Where it came from.</param>
    /// <param name="receivedAt">Receipt time, UTC ticks.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="name">What the wire calls it, at most 255 bytes.</param>
    public void Commit(int length, in RecordOrigin origin, long receivedAt, RecordKind kind = RecordKind.Message, ReadOnlySpan<byte> name = default)
    {
        ReadOnlySpan<byte> peer = origin.Peer;
        int payload = length + peer.Length + name.Length;
        int total = RecordLayout.TotalLength(payload);
        if (Length + total > _buffer.Length)
            Grow(Length + total);
        Span<byte> record = _buffer.AsSpan(Length, total);
        Span<byte> body = record.Slice(RecordLayout.HeaderLength, payload);
        peer.CopyTo(body[length..]);
        name.CopyTo(body[(length + peer.Length)..]);
        record[(RecordLayout.HeaderLength + payload)..].Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(record[4..], (uint)payload);
        BinaryPrimitives.WriteInt64LittleEndian(record[16..], receivedAt);
        BinaryPrimitives.WriteUInt16LittleEndian(record[24..], origin.Listener);
        record[26] = (byte)kind;
        record[27] = checked((byte)name.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(record[28..], checked((ushort)peer.Length));
        BinaryPrimitives.WriteUInt16LittleEndian(record[30..], RecordLayout.Mark);
        BinaryPrimitives.WriteUInt32LittleEndian(record, RecordLayout.SumBody(record, body));
        Length += total;
        Count++;
    }

    /// <summary>Adds a record.</summary>
    public void Add(ReadOnlySpan<byte> bytes, in RecordOrigin origin, long receivedAt, RecordKind kind = RecordKind.Message, ReadOnlySpan<byte> name = default)
    {
        int need = Length + RecordLayout.HeaderLength + bytes.Length;
        if (need > _buffer.Length)
            Grow(need);
        bytes.CopyTo(_buffer.AsSpan(Length + RecordLayout.HeaderLength));
        Commit(bytes.Length, origin, receivedAt, kind, name);
    }

    /// <summary>Gives the records their sequences; returns the next free one.</summary>
    internal long Seal(long sequence)
    {
        Span<byte> rest = _buffer.AsSpan(0, Length);
        while (rest.Length > 0)
        {
            RecordLayout.Seal(rest, sequence++);
            rest = rest[RecordLayout.TotalLength((int)BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]))..];
        }

        return sequence;
    }

    /// <summary>Tells who waits that all is on disk.</summary>
    internal void Acknowledge(long lastSequence) => _durable?.TrySetResult(lastSequence);

    /// <summary>Tells who waits that the spool has ended without it.</summary>
    internal void Refuse(Exception reason) => _durable?.TrySetException(reason);

    internal void Clear()
    {
        Count = 0;
        Length = 0;
        EndsSegment = false;
        _durable = null;
        if (_buffer.Length <= 2 * BufferBytes)
            return;
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
    }

    private void Grow(int need)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(need, _buffer.Length * 2));
        // A record that is being written in place lies behind Length: all of the buffer moves.
        _buffer.CopyTo(larger.AsSpan());
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
