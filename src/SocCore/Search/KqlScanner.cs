using System.Globalization;
using System.Text;
using SocCore.Conditions;

namespace SocCore.Search;

/// <summary>Walks over the characters of a query.</summary>
internal sealed class KqlScanner(string text)
{
    private int _at;

    public int Position => _at;

    public bool AtEnd => _at >= text.Length;

    public char Current => text[_at];

    public void Take() => _at++;

    public void SkipSpace()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at]))
            _at++;
    }

    /// <summary>Whether the next word is that one; in quotes it would be a value.</summary>
    public bool PeekWord(string word) =>
        string.Compare(text, _at, word, 0, word.Length, StringComparison.OrdinalIgnoreCase) == 0
        && (_at + word.Length == text.Length || char.IsWhiteSpace(text[_at + word.Length]) || text[_at + word.Length] is '(' or ')' or '"');

    /// <summary>Takes the word and the space behind it.</summary>
    public bool TryWord(string word)
    {
        if (!PeekWord(word))
            return false;
        _at += word.Length;
        SkipSpace();
        return true;
    }

    public Comparison Comparison()
    {
        bool less = text[_at++] == '<';
        bool equal = _at < text.Length && text[_at] == '=';
        if (equal)
            _at++;
        SkipSpace();
        return (less, equal) switch
        {
            (true, true) => Conditions.Comparison.LessOrEqual,
            (true, false) => Conditions.Comparison.Less,
            (false, true) => Conditions.Comparison.GreaterOrEqual,
            _ => Conditions.Comparison.Greater,
        };
    }

    /// <summary>Takes one value and the space behind it. In the place of a value a colon belongs to it: times and IPv6 addresses need no quotes.</summary>
    public KqlLiteral Literal(bool inValue)
    {
        int start = _at;
        KqlLiteral literal = text[_at] == '"' ? Quoted() : Unquoted(inValue);
        if (_at == start)
            throw KqlSyntaxException.At(start, $"'{text[start]}' cannot stand here; put it in quotes to look for it.", "field", "value", "(");
        SkipSpace();
        return literal;
    }

    private KqlLiteral Quoted()
    {
        int start = _at++;
        StringBuilder value = new();
        while (_at < text.Length && text[_at] != '"')
        {
            if (text[_at] == '\\')
                Escape(value);
            else
                value.Append(text[_at++]);
        }

        if (_at == text.Length)
            throw KqlSyntaxException.At(_at, $"The quote opened at {start} is not closed.", "\"");
        _at++;
        return new KqlLiteral(TextPattern.Exactly(value.ToString()), start, IsQuoted: true);
    }

    private KqlLiteral Unquoted(bool inValue)
    {
        int start = _at;
        List<TextPart> parts = [];
        StringBuilder literal = new();
        while (_at < text.Length)
        {
            char c = text[_at];
            if (char.IsWhiteSpace(c) || c is '(' or ')' or '"' or '<' or '>' or '{' or '}' || (c == ':' && !inValue))
                break;
            if (c is '*' or '?')
            {
                parts.Add(new TextPart(TextPartKind.Literal, literal.ToString()));
                literal.Clear();
                parts.Add(new TextPart(c == '*' ? TextPartKind.AnyRun : TextPartKind.AnyOne));
                _at++;
            }
            else if (c == '\\')
            {
                Escape(literal);
            }
            else
            {
                literal.Append(c);
                _at++;
            }
        }

        parts.Add(new TextPart(TextPartKind.Literal, literal.ToString()));
        return new KqlLiteral(new TextPattern(parts), start, IsQuoted: false);
    }

    /// <summary>A backslash makes the next character literal; n, r and t are the control characters, u takes four hex digits. Last of all it is itself.</summary>
    private void Escape(StringBuilder output)
    {
        _at++;
        if (_at == text.Length)
        {
            output.Append('\\');
            return;
        }

        char c = text[_at++];
        if (c == 'u' && _at + 4 <= text.Length && ushort.TryParse(text.AsSpan(_at, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code))
        {
            output.Append((char)code);
            _at += 4;
            return;
        }

        output.Append(c switch { 'n' => '\n', 'r' => '\r', 't' => '\t', _ => c });
    }
}
