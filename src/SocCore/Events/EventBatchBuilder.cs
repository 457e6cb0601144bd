using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace SocCore.Events;

/// <summary>
/// Fills a batch, event by event: <see cref="Begin"/>, values, <see cref="Commit"/> (or <see cref="Abandon"/>), and at the
/// end <see cref="Build"/>. One thread at a time. Text of a value may be a slice of the line that was copied first, so
/// most values cost no copy.
/// </summary>
public sealed class EventBatchBuilder : IDisposable
{
    /// <summary>The most values of an event that are sorted by insertion.</summary>
    private const int MostInserted = 40;

    private EventHeader[] _headers = ArrayPool<EventHeader>.Shared.Rent(1024);
    private FieldSlot[] _slots = ArrayPool<FieldSlot>.Shared.Rent(1024 * 24);
    private byte[] _text = ArrayPool<byte>.Shared.Rent(1024 * 640);
    private int _count;
    private int _slotCount;
    private int _textLength;
    private int _firstSlot;
    private int _firstText;

    /// <summary>Events committed so far.</summary>
    public int Count => _count;

    /// <summary>Bytes of text so far.</summary>
    public int TextLength => _textLength;

    /// <summary>Starts an event.</summary>
    public void Begin()
    {
        _firstSlot = _slotCount;
        _firstText = _textLength;
    }

    /// <summary>Slots of the event that is being filled, in the order in which they were added.</summary>
    public ReadOnlySpan<FieldSlot> Open => _slots.AsSpan(_firstSlot, _slotCount - _firstSlot);

    /// <summary>The text of a range; not valid beyond the next call that adds text.</summary>
    public ReadOnlySpan<byte> TextOf(TextRange range) => _text.AsSpan(range.Offset, range.Length);

    /// <summary>Copies text into the batch without making a value of it. The text must be valid UTF-8.</summary>
    public TextRange Copy(ReadOnlySpan<byte> utf8)
    {
        TextRange range = new(_textLength, utf8.Length);
        utf8.CopyTo(Reserve(utf8.Length));
        _textLength += utf8.Length;
        return range;
    }

    /// <summary>Room for text to be written in place; followed by <see cref="Advance"/>.</summary>
    public Span<byte> Reserve(int length)
    {
        if (_text.Length - _textLength < length)
            Grow(ref _text, _textLength, length);
        return _text.AsSpan(_textLength);
    }

    /// <summary>Takes what was written into the room of <see cref="Reserve"/>.</summary>
    public TextRange Advance(int length)
    {
        TextRange range = new(_textLength, length);
        _textLength += length;
        return range;
    }

    /// <summary>Adds a value whose text is in the batch already.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int fieldId, TextRange range, ValueKind kind)
    {
        if (_slotCount == _slots.Length)
            Grow(ref _slots, _slotCount, 1);
        _slots[_slotCount++] = new FieldSlot(fieldId, range.Offset, range.Length, kind);
    }

    /// <summary>Adds a text value; it is stored NFC.</summary>
    public void AddText(Field field, ReadOnlySpan<byte> utf8) => AddText(field.Id, utf8);

    /// <summary>Adds a text value; it is stored NFC.</summary>
    public void AddText(int fieldId, ReadOnlySpan<byte> utf8)
    {
        if (TextForm.NeedsWork(utf8))
            Add(fieldId, Copy(TextForm.ToNfc(utf8)), ValueKind.Text);
        else
            Add(fieldId, Copy(utf8), ValueKind.Text);
    }

    /// <summary>Adds a text value; it is stored NFC.</summary>
    public void AddText(Field field, string text) => AddText(field.Id, Encoding.UTF8.GetBytes(text));

    /// <summary>Adds a whole number.</summary>
    public void AddInteger(Field field, long value)
    {
        Utf8Formatter.TryFormat(value, Reserve(20), out int written);
        Add(field.Id, Advance(written), ValueKind.Integer);
    }

    /// <summary>Adds a number. Not-a-number and infinities have no JSON form and are left out.</summary>
    public void AddDouble(Field field, double value)
    {
        if (!double.IsFinite(value))
            return;
        value.TryFormat(Reserve(32), out int written, "R", CultureInfo.InvariantCulture);
        Add(field.Id, Advance(written), ValueKind.Decimal);
    }

    /// <summary>Adds a truth value.</summary>
    public void AddBoolean(Field field, bool value) =>
        Add(field.Id, Copy(value ? "true"u8 : "false"u8), ValueKind.Boolean);

    /// <summary>Adds an instant, as RFC 3339 UTC with three to seven fraction digits.</summary>
    public TextRange AddTime(Field field, long utcTicks)
    {
        TextRange range = Advance(Rfc3339.Write(utcTicks, Reserve(Rfc3339.MaxLength)));
        Add(field.Id, range, ValueKind.Text);
        return range;
    }

    /// <summary>Whether the event that is being filled has a value for the field.</summary>
    public bool Has(int fieldId)
    {
        foreach (FieldSlot slot in Open)
        {
            if (slot.FieldId == fieldId)
                return true;
        }

        return false;
    }

    /// <summary>Takes the values of a field away again from the event that is being filled.</summary>
    public void Remove(int fieldId)
    {
        int to = _firstSlot;
        for (int i = _firstSlot; i < _slotCount; i++)
        {
            if (_slots[i].FieldId != fieldId)
                _slots[to++] = _slots[i];
        }

        _slotCount = to;
    }

    /// <summary>Finishes the event.</summary>
    public void Commit(EventId id, short spool, long sequence, long timestamp, long created)
    {
        Sort(_slots.AsSpan(_firstSlot, _slotCount - _firstSlot));
        if (_count == _headers.Length)
            Grow(ref _headers, _count, 1);
        _headers[_count++] = new EventHeader(id, spool, sequence, timestamp, created, _firstSlot, _slotCount - _firstSlot);
        _firstSlot = _slotCount;
        _firstText = _textLength;
    }

    /// <summary>Drops the event that is being filled.</summary>
    public void Abandon()
    {
        _slotCount = _firstSlot;
        _textLength = _firstText;
    }

    /// <summary>Copies an event of another batch, with its header.</summary>
    public void Append(EcsEvent source) => Append(source, source.Header.Sequence);

    /// <summary>Copies an event of another batch under a new sequence.</summary>
    public void Append(EcsEvent source, long sequence)
    {
        Begin();
        foreach (FieldSlot slot in source.Slots)
            Add(slot.FieldId, Copy(source.TextOf(slot)), slot.Kind);
        EventHeader header = source.Header;
        Commit(header.Id, header.Spool, sequence, header.Timestamp, header.Created);
    }

    /// <summary>Hands the events over and starts anew.</summary>
    public EventBatch Build()
    {
        if (_count == 0)
            return EventBatch.Empty;
        EventBatch batch = new(_headers, _count, _slots, _slotCount, _text, _textLength);
        _headers = ArrayPool<EventHeader>.Shared.Rent(Math.Max(64, _count));
        _slots = ArrayPool<FieldSlot>.Shared.Rent(Math.Max(1024, _slotCount));
        _text = ArrayPool<byte>.Shared.Rent(Math.Max(16 * 1024, _textLength));
        _count = _slotCount = _textLength = _firstSlot = _firstText = 0;
        return batch;
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        ArrayPool<EventHeader>.Shared.Return(_headers);
        ArrayPool<FieldSlot>.Shared.Return(_slots);
        ArrayPool<byte>.Shared.Return(_text);
        _headers = [];
        _slots = [];
        _text = [];
    }

    /// <summary>
    /// Stable sort by field id, because lists must keep their order. Mappings add nearly in order, so insertion does for
    /// what events have; an event of thousands of fields, which a stranger may send, is sorted by keys in bounded time.
    /// </summary>
    private static void Sort(Span<FieldSlot> slots)
    {
        if (slots.Length > MostInserted)
        {
            SortByKeys(slots);
            return;
        }

        for (int i = 1; i < slots.Length; i++)
        {
            FieldSlot slot = slots[i];
            int at = i;
            while (at > 0 && slots[at - 1].FieldId > slot.FieldId)
            {
                slots[at] = slots[at - 1];
                at--;
            }

            slots[at] = slot;
        }
    }

    private static void SortByKeys(Span<FieldSlot> slots)
    {
        ulong[] keys = ArrayPool<ulong>.Shared.Rent(slots.Length);
        FieldSlot[] unsorted = ArrayPool<FieldSlot>.Shared.Rent(slots.Length);
        slots.CopyTo(unsorted);
        bool sorted = true;
        for (int i = 0; i < slots.Length; i++)
        {
            keys[i] = ((ulong)(uint)slots[i].FieldId << 32) | (uint)i;
            sorted &= i == 0 || keys[i - 1] < keys[i];
        }

        if (!sorted)
        {
            keys.AsSpan(0, slots.Length).Sort();
            for (int i = 0; i < slots.Length; i++)
                slots[i] = unsorted[(int)(uint)keys[i]];
        }

        ArrayPool<FieldSlot>.Shared.Return(unsorted);
        ArrayPool<ulong>.Shared.Return(keys);
    }

    private static void Grow<T>(ref T[] array, int used, int more)
    {
        T[] larger = ArrayPool<T>.Shared.Rent(Math.Max(array.Length * 2, used + more));
        array.AsSpan(0, used).CopyTo(larger);
        ArrayPool<T>.Shared.Return(array);
        array = larger;
    }
}
