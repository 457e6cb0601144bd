using SocCore.Events;

namespace SocCollector.Formats;

/// <summary>
/// What was decoded from one record: values by place, and values without one. Reused from record to record. The line has
/// been copied into the batch, so a value that stands in it as it is costs two numbers; what had to be unescaped is added
/// to the batch behind it.
/// </summary>
internal sealed class DecodedFields
{
    private int[] _heads = new int[64];
    private int[] _tails = new int[64];
    private DecodedValue[] _values = new DecodedValue[128];
    private UnnamedValue[] _unnamed = new UnnamedValue[64];
    private byte[] _names = new byte[2048];
    private int _count;
    private int _unnamedCount;
    private int _namesLength;
    private FieldLayout? _layout;

    /// <summary>The most values a record may have; what comes after is left to event.original.</summary>
    public const int MaxValues = 2000;

    /// <summary>The batch that is being filled.</summary>
    public EventBatchBuilder Builder { get; private set; } = null!;

    /// <summary>Where the line begins in the batch's text.</summary>
    public int LineBase { get; private set; }

    /// <summary>Who sent the record: what a format remembers from line to line it remembers for each sender.</summary>
    public string Sender { get; set; } = "";

    /// <summary>The source's names.</summary>
    public FieldLayout Layout => _layout!;

    /// <summary>Values without a place.</summary>
    public ReadOnlySpan<UnnamedValue> Unnamed => _unnamed.AsSpan(0, _unnamedCount);

    /// <summary>Starts a record.</summary>
    public void Begin(FieldLayout layout, EventBatchBuilder builder, int lineBase)
    {
        if (_layout is not null)
            _heads.AsSpan(0, Math.Min(_layout.Count, _heads.Length)).Clear();
        _layout = layout;
        if (_heads.Length < layout.Count)
        {
            _heads = new int[layout.Count * 2];
            _tails = new int[layout.Count * 2];
        }

        Builder = builder;
        LineBase = lineBase;
        _count = _unnamedCount = _namesLength = 0;
    }

    /// <summary>Whether the place has a value.</summary>
    public bool Has(int slot) => _heads[slot] != 0;

    /// <summary>The first value of a place.</summary>
    public bool TryGet(int slot, out DecodedValue value)
    {
        int head = _heads[slot];
        if (head == 0)
        {
            value = default;
            return false;
        }

        value = _values[head - 1];
        return true;
    }

    /// <summary>The value at an index, as <see cref="DecodedValue.Next"/> and <see cref="UnnamedValue.Value"/> name it (the former plus one).</summary>
    public ref readonly DecodedValue At(int index) => ref _values[index];

    /// <summary>The text of a value; not valid beyond the next call that adds text to the batch.</summary>
    public ReadOnlySpan<byte> TextOf(in DecodedValue value) => Builder.TextOf(value.Range);

    /// <summary>The name of a value without a place.</summary>
    public ReadOnlySpan<byte> NameOf(in UnnamedValue value) => _names.AsSpan(value.KeyOffset, value.KeyLength);

    /// <summary>Sets a value that stands in the line.</summary>
    public void Set(int slot, int offset, int length, ValueKind kind = ValueKind.Text)
    {
        if (length > 0)
            Link(slot, new DecodedValue(LineBase + offset, length, offset, length, kind, 0));
    }

    /// <summary>Sets a value that had to be rewritten and is in the batch already.</summary>
    public void Set(int slot, TextRange range, int rawOffset, int rawLength, ValueKind kind = ValueKind.Text)
    {
        if (range.Length > 0)
            Link(slot, new DecodedValue(range.Offset, range.Length, rawOffset, rawLength, kind, 0));
    }

    /// <summary>Sets a value that does not come from the line.</summary>
    public void SetText(int slot, ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > 0)
            Link(slot, Rewritten(utf8, 0, 0));
    }

    /// <summary>Sets a value that was rewritten from a place of the line; its text is copied.</summary>
    public void SetText(int slot, ReadOnlySpan<byte> utf8, int rawOffset, int rawLength)
    {
        if (utf8.Length > 0)
            Link(slot, Rewritten(utf8, rawOffset, rawLength));
    }

    /// <summary>Files a value of an open name.</summary>
    public void Put(ReadOnlySpan<byte> name, int offset, int length, ValueKind kind = ValueKind.Text)
    {
        if (length > 0)
            Put(name, new DecodedValue(LineBase + offset, length, offset, length, kind, 0));
    }

    /// <summary>Files a rewritten value of an open name; its text is copied.</summary>
    public void PutText(ReadOnlySpan<byte> name, ReadOnlySpan<byte> utf8, int rawOffset, int rawLength)
    {
        if (utf8.Length > 0)
            Put(name, Rewritten(utf8, rawOffset, rawLength));
    }

    private void Put(ReadOnlySpan<byte> name, in DecodedValue value)
    {
        int slot = _layout!.Find(name);
        if (slot >= 0)
        {
            Link(slot, value);
            return;
        }

        if (!_layout.KeepsUnnamed || _count >= MaxValues)
            return;
        if (_unnamedCount == _unnamed.Length)
            Array.Resize(ref _unnamed, _unnamedCount * 2);
        if (_namesLength + name.Length > _names.Length)
            Array.Resize(ref _names, Math.Max(_names.Length * 2, _namesLength + name.Length));
        name.CopyTo(_names.AsSpan(_namesLength));
        _unnamed[_unnamedCount++] = new UnnamedValue(_namesLength, name.Length, Store(value));
        _namesLength += name.Length;
    }

    private DecodedValue Rewritten(ReadOnlySpan<byte> utf8, int rawOffset, int rawLength)
    {
        TextRange range = TextForm.NeedsWork(utf8) ? Builder.Copy(TextForm.ToNfc(utf8)) : Builder.Copy(utf8);
        return new DecodedValue(range.Offset, range.Length, rawOffset, rawLength, ValueKind.Text, 0);
    }

    private void Link(int slot, in DecodedValue value)
    {
        if (_count >= MaxValues)
            return;
        int index = Store(value) + 1;
        if (_heads[slot] == 0)
            _heads[slot] = index;
        else
            _values[_tails[slot] - 1].Next = index;
        _tails[slot] = index;
    }

    private int Store(in DecodedValue value)
    {
        if (_count == _values.Length)
            Array.Resize(ref _values, _count * 2);
        _values[_count] = value;
        return _count++;
    }
}
