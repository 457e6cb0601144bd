namespace SocCore.Events;

/// <summary>All values of one field of one event, for <c>foreach</c>.</summary>
public readonly ref struct FieldValues
{
    private readonly ReadOnlySpan<FieldSlot> _slots;
    private readonly ReadOnlySpan<byte> _text;

    internal FieldValues(ReadOnlySpan<FieldSlot> slots, ReadOnlySpan<byte> text)
    {
        _slots = slots;
        _text = text;
    }

    /// <summary>How many values there are; 0 when the field is missing.</summary>
    public int Count => _slots.Length;

    /// <summary>The value at that place.</summary>
    public FieldValue this[int index] =>
        new(_text.Slice(_slots[index].Offset, _slots[index].Length), _slots[index].Kind);

    /// <summary>For <c>foreach</c>.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>Walks the values.</summary>
    public ref struct Enumerator
    {
        private readonly FieldValues _values;
        private int _index;

        internal Enumerator(FieldValues values)
        {
            _values = values;
            _index = -1;
        }

        /// <summary>The present value.</summary>
        public readonly FieldValue Current => _values[_index];

        /// <summary>Goes on to the next value.</summary>
        public bool MoveNext() => ++_index < _values.Count;
    }
}
