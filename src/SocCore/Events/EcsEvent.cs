using System.Buffers;
using System.Text;

namespace SocCore.Events;

/// <summary>One normalized event: a view of its batch, valid while the batch is held. Looked up by field, never parsed again.</summary>
public readonly struct EcsEvent : IEquatable<EcsEvent>
{
    private readonly EventBatch _batch;
    private readonly int _index;

    internal EcsEvent(EventBatch batch, int index)
    {
        _batch = batch;
        _index = index;
    }

    /// <summary>Who it is.</summary>
    public EventId Id => Header.Id;

    /// <summary>Which spool delivered it.</summary>
    public short Spool => Header.Spool;

    /// <summary>Its place in the spool's order of delivery.</summary>
    public long Sequence => Header.Sequence;

    /// <summary>When it happened, UTC.</summary>
    public DateTimeOffset Timestamp => new(Header.Timestamp, TimeSpan.Zero);

    /// <summary>When it was received, UTC.</summary>
    public DateTimeOffset Created => new(Header.Created, TimeSpan.Zero);

    /// <summary>Identity, sequence and times together.</summary>
    public ref readonly EventHeader Header => ref _batch.Headers[_index];

    /// <summary>All values, sorted by field id; values of one field in the order in which they came.</summary>
    public ReadOnlySpan<FieldSlot> Slots => _batch.SlotsOf(_index);

    /// <summary>The text of a slot.</summary>
    public ReadOnlySpan<byte> TextOf(in FieldSlot slot) => _batch.Text.Slice(slot.Offset, slot.Length);

    /// <summary>Whether the field has a value.</summary>
    public bool Has(Field field) => Find(field.Id) >= 0;

    /// <summary>All values of the field; none when it is missing.</summary>
    public FieldValues Values(Field field)
    {
        ReadOnlySpan<FieldSlot> slots = Slots;
        int first = Find(field.Id);
        if (first < 0)
            return default;
        int last = first + 1;
        while (last < slots.Length && slots[last].FieldId == field.Id)
            last++;
        return new FieldValues(slots[first..last], _batch.Text);
    }

    /// <summary>The first value of the field as text; null when it is missing.</summary>
    public string? Text(Field field)
    {
        int at = Find(field.Id);
        return at < 0 ? null : Encoding.UTF8.GetString(TextOf(Slots[at]));
    }

    /// <summary>The first value of the field as UTF-8; empty when it is missing.</summary>
    public ReadOnlySpan<byte> Utf8(Field field)
    {
        int at = Find(field.Id);
        return at < 0 ? default : TextOf(Slots[at]);
    }

    /// <summary>Writes the ECS document: nested objects, valid JSON, no line break.</summary>
    public void WriteJson(IBufferWriter<byte> output) => EcsJsonWriter.Write(this, output);

    /// <summary>The ECS document as text.</summary>
    public string ToJson()
    {
        ArrayBufferWriter<byte> buffer = new(1024);
        WriteJson(buffer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <inheritdoc/>
    public override string ToString() => ToJson();

    /// <inheritdoc/>
    public bool Equals(EcsEvent other) => ReferenceEquals(_batch, other._batch) && _index == other._index;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is EcsEvent other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_batch, _index);

    public static bool operator ==(EcsEvent left, EcsEvent right) => left.Equals(right);

    public static bool operator !=(EcsEvent left, EcsEvent right) => !left.Equals(right);

    /// <summary>Index of the field's first slot, or −1. Events have some twenty slots: a short binary search.</summary>
    private int Find(int fieldId)
    {
        ReadOnlySpan<FieldSlot> slots = Slots;
        int low = 0;
        int high = slots.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (slots[middle].FieldId < fieldId)
                low = middle + 1;
            else
                high = middle;
        }

        return low < slots.Length && slots[low].FieldId == fieldId ? low : -1;
    }
}
