using SocCollector.Formats;
using SocCore.Events;

namespace SocCollector.Sources.Mapping;

/// <summary>The state of one record on its way through a source's program; one instance a thread, used again and again.</summary>
internal sealed class MappingRun
{
    private Blot[] _blots = new Blot[16];
    private int _blotCount;

    /// <summary>What the decoder found.</summary>
    public DecodedFields Fields { get; } = new();

    /// <summary>The batch that is being filled.</summary>
    public EventBatchBuilder Builder { get; private set; } = null!;

    /// <summary>The source.</summary>
    public Source Source { get; private set; } = null!;

    /// <summary>Receipt time, UTC ticks.</summary>
    public long ReceivedAt { get; private set; }

    /// <summary>Event time so far, UTC ticks.</summary>
    public long Timestamp { get; private set; }

    /// <summary>How sure it is.</summary>
    public TimeQuality Quality { get; private set; }

    /// <summary>Values that did not fit their field.</summary>
    public int Rejected { get; private set; }

    /// <summary>The places of the line that must not be stored.</summary>
    public ReadOnlySpan<Blot> Blots => _blots.AsSpan(0, _blotCount);

    /// <summary>Starts a record.</summary>
    public void Begin(Source source, EventBatchBuilder builder, long receivedAt, int lineBase)
    {
        Source = source;
        Builder = builder;
        ReceivedAt = receivedAt;
        Timestamp = receivedAt;
        Quality = TimeQuality.Receipt;
        Rejected = 0;
        _blotCount = 0;
        Fields.Begin(source.Layout, builder, lineBase);
    }

    /// <summary>Sets the event's time.</summary>
    public void SetTime(long utcTicks, TimeQuality quality)
    {
        Timestamp = utcTicks;
        Quality = quality;
    }

    /// <summary>Keeps a value that does not fit its field where no store can refuse it, and counts it.</summary>
    public void Reject(Field field, TextRange value)
    {
        Rejected++;
        Builder.Add(Gate.UnmappedOf(field).Id, value, ValueKind.Text);
    }

    /// <summary>Adds a value to one of the related.* lists, once.</summary>
    public void Relate(int relatedId, TextRange value)
    {
        ReadOnlySpan<byte> text = Builder.TextOf(value);
        foreach (FieldSlot slot in Builder.Open)
        {
            if (slot.FieldId == relatedId && text.SequenceEqual(Builder.TextOf(new TextRange(slot.Offset, slot.Length))))
                return;
        }

        Builder.Add(relatedId, value, ValueKind.Text);
    }

    /// <summary>Marks a place of the line as not to be stored, with what is stored instead (nothing: stars).</summary>
    public void BlotOut(in DecodedValue value, TextRange instead)
    {
        if (value.RawLength == 0)
            return;
        if (_blotCount == _blots.Length)
            Array.Resize(ref _blots, _blotCount * 2);
        _blots[_blotCount++] = new Blot(value.RawOffset, value.RawLength, instead);
    }
}
