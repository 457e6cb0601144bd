using SocCore.Rules;

namespace SocDetect.Sigma;

/// <summary>The extended conditions of temporal correlations: and, or, not and parentheses over rule names.</summary>
internal sealed class NameGrammar
{
    private const int MaxDepth = 50;

    private readonly string _text;
    private readonly HashSet<string> _names;
    private int _at;
    private int _depth;

    private NameGrammar(string text, HashSet<string> names)
    {
        _text = text;
        _names = names;
    }

    /// <exception cref="FormatException">It is no condition over names.</exception>
    public static CorrelationCondition Parse(string text, HashSet<string> names)
    {
        NameGrammar grammar = new(text, names);
        CorrelationCondition condition = grammar.Or();
        if (grammar.Peek() is { Length: > 0 } rest)
            throw grammar.Fail($"'{rest}' is not expected here");
        if (OnlyNegated(condition))
            throw grammar.Fail("the condition can be met without any match; name at least one rule without 'not'");
        return condition;
    }

    private static bool OnlyNegated(CorrelationCondition condition) => condition switch
    {
        CorrelationCondition.Seen => false,
        CorrelationCondition.Negated => true,
        CorrelationCondition.And and => and.Parts.All(OnlyNegated),
        CorrelationCondition.Or or => or.Parts.Any(OnlyNegated),
        _ => false,
    };

    private CorrelationCondition Or()
    {
        List<CorrelationCondition> parts = [And()];
        while (Take("or"))
            parts.Add(And());
        return parts.Count == 1 ? parts[0] : new CorrelationCondition.Or(parts);
    }

    private CorrelationCondition And()
    {
        List<CorrelationCondition> parts = [Unary()];
        while (Take("and"))
            parts.Add(Unary());
        return parts.Count == 1 ? parts[0] : new CorrelationCondition.And(parts);
    }

    private CorrelationCondition Unary()
    {
        if (++_depth > MaxDepth)
            throw Fail($"the condition is nested deeper than {MaxDepth} levels");
        CorrelationCondition result = Take("not") ? new CorrelationCondition.Negated(Unary()) : Primary();
        _depth--;
        return result;
    }

    private CorrelationCondition Primary()
    {
        if (Take("("))
        {
            CorrelationCondition inner = Or();
            return Take(")") ? inner : throw Fail("a closing ')' is missing");
        }

        string name = Peek();
        if (name.Length == 0 || name is "and" or "or" or ")" || !(char.IsAsciiLetter(name[0]) || name[0] == '_'))
            throw Fail(name.Length == 0 ? "a rule's name is missing at the end" : $"a rule's name is expected, not '{name}'");
        _at += name.Length;
        _names.Add(name);
        return new CorrelationCondition.Seen(name);
    }

    private bool Take(string word)
    {
        if (Peek() != word)
            return false;
        _at += word.Length;
        return true;
    }

    /// <summary>The next word, parenthesis or foreign character; empty at the end.</summary>
    private string Peek()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
            _at++;
        int end = _at;
        while (end < _text.Length && (char.IsAsciiLetterOrDigit(_text[end]) || _text[end] == '_'))
            end++;
        return end == _at && _at < _text.Length ? _text[_at].ToString() : _text[_at..end];
    }

    private FormatException Fail(string what) => new($"Condition '{_text}', character {_at + 1}: {what}.");
}
