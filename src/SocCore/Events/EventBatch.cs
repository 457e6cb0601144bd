using System.Buffers;

namespace SocCore.Events;

/// <summary>
/// Normalized events side by side: one array of headers, one of slots, one of text. Immutable once built. The arrays come
/// from a pool, so whoever keeps a batch beyond the call that handed it over calls <see cref="Retain"/>, and every holder disposes.
/// </summary>
public sealed class EventBatch : IDisposable
{
    private readonly EventHeader[] _headers;
    private readonly FieldSlot[] _slots;
    private readonly byte[] _text;
    private readonly int _textLength;
    private int _holders = 1;

    internal EventBatch(EventHeader[] headers, int count, FieldSlot[] slots, int slotCount, byte[] text, int textLength)
    {
        _headers = headers;
        Count = count;
        _slots = slots;
        SlotCount = slotCount;
        _text = text;
        _textLength = textLength;
    }

    /// <summary>No events.</summary>
    public static EventBatch Empty { get; } = new([], 0, [], 0, [], 0);

    /// <summary>The number of events.</summary>
    public int Count { get; }

    /// <summary>The number of slots of all events.</summary>
    public int SlotCount { get; }

    /// <summary>What the batch occupies, for bounded rings: the pool's arrays, which may be twice as long as what is in them.</summary>
    public long Bytes => _text.Length + (_slots.Length * 16L) + (_headers.Length * 56L);

    /// <summary>All headers, in order.</summary>
    public ReadOnlySpan<EventHeader> Headers => _headers.AsSpan(0, Count);

    /// <summary>The event at that place.</summary>
    public EcsEvent this[int index] =>
        (uint)index < (uint)Count ? new EcsEvent(this, index) : throw new ArgumentOutOfRangeException(nameof(index));

    internal ReadOnlySpan<FieldSlot> SlotsOf(int index) =>
        _slots.AsSpan(_headers[index].FirstSlot, _headers[index].SlotCount);

    internal ReadOnlySpan<byte> Text => _text.AsSpan(0, _textLength);

    /// <summary>Keeps the batch alive for one more holder.</summary>
    public EventBatch Retain()
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _holders) <= 0 && Count > 0, this);
        if (Count > 0)
            Interlocked.Increment(ref _holders);
        return this;
    }

    /// <summary>Lets go; the last holder's call gives the memory back.</summary>
    public void Dispose()
    {
        if (Count == 0 || Interlocked.Decrement(ref _holders) != 0)
            return;
        ArrayPool<EventHeader>.Shared.Return(_headers);
        ArrayPool<FieldSlot>.Shared.Return(_slots);
        ArrayPool<byte>.Shared.Return(_text);
    }
}
