using SocCore.Events;

namespace SocCollector.Formats;

/// <summary>A place in a text that moves forward as the text is read.</summary>
internal ref struct Cursor(ReadOnlySpan<byte> text)
{
    private readonly ReadOnlySpan<byte> _text = text;

    /// <summary>The place.</summary>
    public int Position { get; set; }

    /// <summary>What has not been read.</summary>
    public readonly ReadOnlySpan<byte> Left => _text[Position..];

    /// <summary>Whether all has been read.</summary>
    public readonly bool AtEnd => Position >= _text.Length;

    /// <summary>The text of a range.</summary>
    public readonly ReadOnlySpan<byte> Of(TextRange range) => _text.Slice(range.Offset, range.Length);

    /// <summary>Moves behind the literal if it stands here.</summary>
    public bool Skip(ReadOnlySpan<byte> literal)
    {
        if (!Left.StartsWith(literal))
            return false;
        Position += literal.Length;
        return true;
    }

    /// <summary>Moves behind blanks.</summary>
    public void SkipBlanks()
    {
        while (Position < _text.Length && _text[Position] is (byte)' ' or (byte)'\t')
            Position++;
    }

    /// <summary>The text up to the next blank or the end; the blank is left.</summary>
    public TextRange Word()
    {
        int stop = Left.IndexOf((byte)' ');
        return Take(stop < 0 ? Left.Length : stop);
    }

    /// <summary>The text up to one of two marks or the end; the mark is left.</summary>
    public TextRange WordUntil(byte mark, byte other)
    {
        int stop = Left.IndexOfAny(mark, other);
        return Take(stop < 0 ? Left.Length : stop);
    }

    /// <summary>The text before the next place of the literal, which is passed; nothing happens when there is none.</summary>
    public bool Until(ReadOnlySpan<byte> literal, out TextRange before)
    {
        int stop = Left.IndexOf(literal);
        if (stop < 0)
        {
            before = default;
            return false;
        }

        before = Take(stop);
        Position += literal.Length;
        return true;
    }

    /// <summary>Digits.</summary>
    public TextRange Number()
    {
        int length = 0;
        while (Position + length < _text.Length && Digits.Is(_text[Position + length]))
            length++;
        return Take(length);
    }

    /// <summary>All that is left.</summary>
    public TextRange Rest() => Take(_text.Length - Position);

    private TextRange Take(int length)
    {
        TextRange range = new(Position, length);
        Position += length;
        return range;
    }
}
