using System.Buffers.Text;
using System.Globalization;
using System.Text;
using SocCore.Conditions;
using SocCore.Events;

namespace SocStore.Elastic.Events;

/// <summary>
/// Writes the document of an event: a head of the store's own keys, <c>soc.agency</c> the last of them, then the event's own
/// JSON as it is. Values that a mapping would refuse are left out where they stand; the whole JSON is in the head then, and
/// the fields are named as odd. One instance for one thread.
/// </summary>
internal sealed class EventDocument(EventIndex index, DateOnly day)
{
    private readonly byte[] _day = Encoding.ASCII.GetBytes(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    private readonly List<int> _odd = [];
    private readonly HashSet<int> _displaced = [];
    private readonly List<int> _shared = [];
    private bool _hasTime;
    private bool _hasSpool;
    private bool _hasSequence;

    public void Write(EcsEvent source, EventStream stream, ByteBuffer output)
    {
        if (EventRepair.IsNeeded(source))
        {
            using EventBatch repaired = EventRepair.Make(source);
            WriteSound(repaired[0], stream, output);
        }
        else
        {
            WriteSound(source, stream, output);
        }
    }

    private void WriteSound(EcsEvent source, EventStream stream, ByteBuffer output)
    {
        Look(source, stream);
        WriteHead(source, output);
        if (_displaced.Count == 0)
        {
            WriteBody(source, output);
            return;
        }

        using EventBatchBuilder builder = new();
        builder.Begin();
        foreach (ref readonly FieldSlot slot in source.Slots)
        {
            if (!_displaced.Contains(slot.FieldId))
                builder.Add(slot.FieldId, builder.Copy(source.TextOf(slot)), slot.Kind);
        }

        EventHeader header = source.Header;
        builder.Commit(header.Id, header.Spool, header.Sequence, header.Timestamp, header.Created);
        using EventBatch rest = builder.Build();
        WriteBody(rest[0], output);
    }

    private void Look(EcsEvent source, EventStream stream)
    {
        _odd.Clear();
        _displaced.Clear();
        _shared.Clear();
        _hasTime = _hasSpool = _hasSequence = false;
        bool hasDataset = false;
        ReadOnlySpan<FieldSlot> slots = source.Slots;
        for (int i = 0; i < slots.Length;)
        {
            int next = i + 1;
            int field = slots[i].FieldId;
            while (next < slots.Length && slots[next].FieldId == field)
                next++;
            switch (index.FitOf(field))
            {
                case EventFit.Timestamp:
                    _hasTime = Require(next - i == 1 && IsTime(source, slots[i]), field);
                    break;
                case EventFit.Dataset:
                    hasDataset = Require(next - i == 1 && slots[i].Kind == ValueKind.Text && source.TextOf(slots[i]).SequenceEqual(stream.Dataset), field);
                    break;
                case EventFit.Spool:
                    _hasSpool = Require(next - i == 1 && IsNumber(source, slots[i], source.Header.Spool), field);
                    break;
                case EventFit.Sequence:
                    _hasSequence = Require(next - i == 1 && IsNumber(source, slots[i], source.Header.Sequence), field);
                    break;
                case EventFit fit:
                    Look(source, slots[i..next], fit);
                    break;
            }

            i = next;
        }

        // An index has one dataset for all its documents, and a time for each: those that name none would seem to.
        if (!hasDataset && !_displaced.Contains(EcsField.DataStreamDataset.Id))
            _odd.Add(EcsField.DataStreamDataset.Id);
        if (!_hasTime && !_displaced.Contains(EcsField.Timestamp.Id))
            _odd.Add(EcsField.Timestamp.Id);
    }

    private void Look(EcsEvent source, ReadOnlySpan<FieldSlot> slots, EventFit fit)
    {
        int field = slots[0].FieldId;
        bool held = true;
        bool stands = true;
        bool isShared = fit is EventFit.Undeclared or EventFit.Displaced;
        int key = isShared ? Fields.ById(field).Utf8.Length + 1 : 0;
        foreach (ref readonly FieldSlot slot in slots)
        {
            ReadOnlySpan<byte> text = source.TextOf(slot);
            held &= isShared ? slot.Kind != ValueKind.Json && key + text.Length <= EventIndex.LongestTerm : IndexedForm.Holds(fit, slot.Kind, text);
            stands &= IndexedForm.MayStand(fit, slot.Kind, text);
        }

        if (isShared)
            _shared.Add(field);
        if (!stands)
            _displaced.Add(field);
        if (!held || (!stands && !isShared))
            _odd.Add(field);
    }

    private bool Require(bool holds, int field)
    {
        if (!holds)
        {
            _displaced.Add(field);
            _odd.Add(field);
        }

        return holds;
    }

    private void WriteHead(EcsEvent source, ByteBuffer output)
    {
        ref readonly EventHeader header = ref source.Header;
        output.Write((byte)'{');
        if (!_hasTime)
        {
            output.Write("\"@timestamp\":\""u8);
            output.Advance(Rfc3339.Write(header.Timestamp, output.GetSpan(Rfc3339.MaxLength)));
            output.Write("\","u8);
        }

        if (!_hasSpool)
            Number("\"soc.spool\":"u8, header.Spool, output);
        if (!_hasSequence)
            Number("\"soc.seq\":"u8, header.Sequence, output);
        Number("\"soc.created\":"u8, header.Created, output);
        Number("\"soc.time\":"u8, header.Timestamp, output);
        Number("\"soc.id.high\":"u8, Ordered(header.Id.High), output);
        Number("\"soc.id.low\":"u8, Ordered(header.Id.Low), output);
        output.Write("\"soc.day\":\""u8);
        output.Write(_day);
        output.Write((byte)'"');
        WriteOdd(output);
        WriteShared(source, output);
        if (_displaced.Count > 0)
            WriteWhole(source, output);
        output.Write(",\"soc.agency\":\""u8);
        output.WriteEscaped(source.Has(EcsField.OrganizationId) ? source.Utf8(EcsField.OrganizationId) : "unassigned"u8);
        output.Write((byte)'"');
    }

    /// <summary>The event's own JSON behind the head: its brace becomes the comma.</summary>
    private static void WriteBody(EcsEvent source, ByteBuffer output)
    {
        int start = output.Length;
        source.WriteJson(output);
        if (output.Length - start > 2)
        {
            output.Span[start] = (byte)',';
        }
        else
        {
            output.Cut(start);
            output.Write((byte)'}');
        }
    }

    private void WriteOdd(ByteBuffer output)
    {
        if (_odd.Count == 0)
            return;
        output.Write(",\"soc.odd\":["u8);
        for (int i = 0; i < _odd.Count; i++)
        {
            output.Write(i == 0 ? "\""u8 : ",\""u8);
            output.WriteEscaped(Fields.ById(_odd[i]).Utf8);
            output.Write((byte)'"');
        }

        output.Write((byte)']');
    }

    private void WriteShared(EcsEvent source, ByteBuffer output)
    {
        bool any = false;
        Span<byte> canonical = stackalloc byte[64];
        foreach (int id in _shared)
        {
            Field field = Fields.ById(id);
            if (field.Utf8.IndexOf((byte)'=') >= 0)
                continue;
            foreach (FieldValue value in source.Values(field))
            {
                ReadOnlySpan<byte> text = Leaf.Canonical(value, canonical);
                if (value.Kind == ValueKind.Json || field.Utf8.Length + 1 + text.Length > EventIndex.LongestTerm)
                    continue;
                output.Write(any ? ",\""u8 : ",\"soc.fields\":[\""u8);
                output.WriteEscaped(field.Utf8);
                output.Write((byte)'=');
                output.WriteEscaped(text);
                output.Write((byte)'"');
                any = true;
            }
        }

        if (any)
            output.Write((byte)']');
    }

    private static void WriteWhole(EcsEvent source, ByteBuffer output)
    {
        using ByteBuffer whole = new(4096);
        source.WriteJson(whole);
        output.Write(",\"soc.doc\":\""u8);
        output.WriteEscaped(whole.Span);
        output.Write((byte)'"');
    }

    private static void Number(ReadOnlySpan<byte> key, long value, ByteBuffer output)
    {
        output.Write(key);
        output.Write(value);
        output.Write((byte)',');
    }

    private static bool IsTime(EcsEvent source, in FieldSlot slot)
    {
        Span<byte> time = stackalloc byte[Rfc3339.MaxLength];
        return slot.Kind == ValueKind.Text && source.TextOf(slot).SequenceEqual(time[..Rfc3339.Write(source.Header.Timestamp, time)]);
    }

    private static bool IsNumber(EcsEvent source, in FieldSlot slot, long value) =>
        slot.Kind is ValueKind.Integer or ValueKind.Text
        && Utf8Parser.TryParse(source.TextOf(slot), out long written, out int used) && used == slot.Length && written == value;

    /// <summary>A signed number in the order of the unsigned one.</summary>
    internal static long Ordered(ulong value) => (long)(value ^ (1UL << 63));
}
