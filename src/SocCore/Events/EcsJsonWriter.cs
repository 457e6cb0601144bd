using System.Buffers;

namespace SocCore.Events;

/// <summary>
/// Writes an event as a nested ECS document straight into a buffer. Slots are sorted by field id, and the ids of declared
/// fields are in path order, so the objects open and close in one pass without a tree.
/// </summary>
internal static class EcsJsonWriter
{
    private static readonly SearchValues<byte> Escaped = SearchValues.Create(
        "\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u0009\u000a\u000b\u000c\u000d\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f\"\\"u8);

    public static void Write(EcsEvent source, IBufferWriter<byte> output)
    {
        ReadOnlySpan<FieldSlot> slots = source.Slots;
        if (slots.Length > 0 && slots[^1].FieldId >= Fields.DeclaredCount)
        {
            FieldSlot[] sorted = ArrayPool<FieldSlot>.Shared.Rent(slots.Length);
            SortByPath(slots, sorted.AsSpan(0, slots.Length));
            WriteSorted(source, sorted.AsSpan(0, slots.Length), output);
            ArrayPool<FieldSlot>.Shared.Return(sorted);
        }
        else
        {
            WriteSorted(source, slots, output);
        }
    }

    private static void WriteSorted(EcsEvent source, ReadOnlySpan<FieldSlot> slots, IBufferWriter<byte> output)
    {
        JsonSink sink = new(output);
        sink.Byte((byte)'{');
        Field? previous = null;
        Field? blocking = null;
        int open = 0;
        bool first = true;
        for (int i = 0; i < slots.Length;)
        {
            Field field = Fields.ById(slots[i].FieldId);
            int next = i + 1;
            while (next < slots.Length && slots[next].FieldId == slots[i].FieldId)
                next++;

            int shared = previous is null ? 0 : Shared(previous, field);
            for (; open > shared; open--)
                sink.Byte((byte)'}');
            if (!first && !sink.EndsWithOpen)
                sink.Byte((byte)',');
            if (previous is not null && IsPrefix(previous.Segments, field.Segments))
                blocking = previous;
            else if (blocking is not null && !IsPrefix(blocking.Segments, field.Segments))
                blocking = null;
            OpenObjects(ref sink, field, flat: blocking is not null, ref open);
            // An object is a value only inside a list; written bare it would be read back as fields of its own.
            WriteValues(ref sink, source, slots[i..next], field.IsArray || next - i > 1 || slots[i].Kind == ValueKind.Json);
            previous = field;
            first = false;
            i = next;
        }

        for (; open > 0; open--)
            sink.Byte((byte)'}');
        sink.Byte((byte)'}');
        sink.Flush();
    }

    /// <summary>Opens the objects of the path below what is open, and writes the last key.</summary>
    private static void OpenObjects(ref JsonSink sink, Field field, bool flat, ref int open)
    {
        int last = field.JsonKeys.Length - 1;
        // A value and an object cannot share a name (a: 1, a.b: 2): the deeper one keeps its dots.
        if (flat)
        {
            sink.Byte((byte)'"');
            for (int i = open; i < field.Segments.Length; i++)
            {
                if (i > open)
                    sink.Byte((byte)'.');
                sink.Raw(field.JsonKeys[i].AsSpan(1, field.JsonKeys[i].Length - 3));
            }

            sink.Raw("\":"u8);
            return;
        }

        for (; open < last; open++)
        {
            sink.Raw(field.JsonKeys[open]);
            sink.Byte((byte)'{');
        }

        sink.Raw(field.JsonKeys[last]);
    }

    private static void WriteValues(ref JsonSink sink, EcsEvent source, ReadOnlySpan<FieldSlot> slots, bool asArray)
    {
        if (asArray)
            sink.Byte((byte)'[');
        for (int i = 0; i < slots.Length; i++)
        {
            if (i > 0)
                sink.Byte((byte)',');
            ReadOnlySpan<byte> text = source.TextOf(slots[i]);
            if (slots[i].Kind == ValueKind.Text)
                sink.Quoted(text, Escaped);
            else
                sink.Raw(text);
        }

        if (asArray)
            sink.Byte((byte)']');
    }

    private static int Shared(Field previous, Field field)
    {
        string[] a = previous.Segments;
        string[] b = field.Segments;
        int most = Math.Min(a.Length, b.Length) - 1;
        int shared = 0;
        while (shared < most && a[shared] == b[shared])
            shared++;
        return shared;
    }

    private static bool IsPrefix(string[] shorter, string[] longer)
    {
        if (shorter.Length >= longer.Length)
            return false;
        for (int i = 0; i < shorter.Length; i++)
        {
            if (shorter[i] != longer[i])
                return false;
        }

        return true;
    }

    private static void SortByPath(ReadOnlySpan<FieldSlot> slots, Span<FieldSlot> sorted)
    {
        int[] ranks = Fields.Ranks();
        slots.CopyTo(sorted);
        for (int i = 1; i < sorted.Length; i++)
        {
            FieldSlot slot = sorted[i];
            int rank = ranks[slot.FieldId];
            int at = i;
            while (at > 0 && ranks[sorted[at - 1].FieldId] > rank)
            {
                sorted[at] = sorted[at - 1];
                at--;
            }

            sorted[at] = slot;
        }
    }

    /// <summary>A cursor over the buffer writer that asks for room in large steps.</summary>
    private ref struct JsonSink(IBufferWriter<byte> output)
    {
        private Span<byte> _room = output.GetSpan(2048);
        private int _used;

        public readonly bool EndsWithOpen => _used > 0 && _room[_used - 1] == (byte)'{';

        public void Byte(byte value)
        {
            if (_used == _room.Length)
                More(1);
            _room[_used++] = value;
        }

        public void Raw(ReadOnlySpan<byte> bytes)
        {
            if (_room.Length - _used < bytes.Length)
                More(bytes.Length);
            bytes.CopyTo(_room[_used..]);
            _used += bytes.Length;
        }

        public void Quoted(ReadOnlySpan<byte> text, SearchValues<byte> escaped)
        {
            Byte((byte)'"');
            int at;
            while ((at = text.IndexOfAny(escaped)) >= 0)
            {
                Raw(text[..at]);
                Escape(text[at]);
                text = text[(at + 1)..];
            }

            Raw(text);
            Byte((byte)'"');
        }

        public void Flush() => output.Advance(_used);

        private void Escape(byte value)
        {
            switch (value)
            {
                case (byte)'"': Raw("\\\""u8); break;
                case (byte)'\\': Raw("\\\\"u8); break;
                case (byte)'\n': Raw("\\n"u8); break;
                case (byte)'\r': Raw("\\r"u8); break;
                case (byte)'\t': Raw("\\t"u8); break;
                default:
                    Raw("\\u00"u8);
                    Byte("0123456789abcdef"u8[value >> 4]);
                    Byte("0123456789abcdef"u8[value & 15]);
                    break;
            }
        }

        private void More(int length)
        {
            // The last byte is looked at by EndsWithOpen, so it moves along into the new room.
            byte last = _used > 0 ? _room[_used - 1] : (byte)0;
            output.Advance(_used > 0 ? _used - 1 : 0);
            _room = output.GetSpan(Math.Max(length + 1, 4096));
            _used = 0;
            if (last != 0)
                _room[_used++] = last;
        }
    }
}
