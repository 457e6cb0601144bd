using SocCore.Conditions;
using SocCore.Yaml;

namespace SocDetect.Sigma;

/// <summary>
/// Sigma's condition language: <c>or</c>, <c>and</c>, <c>not</c>, <c>1 of</c>, <c>any of</c>, <c>all of</c>, parentheses,
/// loosest first. A selector without a match is neutral under <c>not</c> and an error elsewhere.
/// </summary>
internal sealed class ConditionGrammar
{
    private const int MaxDepth = 100;

    private readonly string _text;
    private readonly YamlPosition _position;
    private readonly IReadOnlyDictionary<string, Condition> _identifiers;
    private readonly ProblemList _problems;
    private readonly HashSet<string> _used;
    private readonly List<(string Text, int At)> _tokens = [];
    private int _next;
    private int _depth;
    private int _nots;

    private ConditionGrammar(string text, YamlPosition position, IReadOnlyDictionary<string, Condition> identifiers, ProblemList problems, HashSet<string> used)
    {
        _text = text;
        _position = position;
        _identifiers = identifiers;
        _problems = problems;
        _used = used;
    }

    /// <summary>Reads one condition; null when a problem was reported. Identifiers that it uses are added to <paramref name="used"/>.</summary>
    public static Condition? Parse(
        string text, YamlPosition position, IReadOnlyDictionary<string, Condition> identifiers, ProblemList problems, HashSet<string> used)
    {
        ConditionGrammar grammar = new(text, position, identifiers, problems, used);
        try
        {
            grammar.Tokenize();
            Condition? condition = grammar.Or();
            if (grammar._next < grammar._tokens.Count)
                throw grammar.Fail($"'{grammar._tokens[grammar._next].Text}' is not expected here");
            return condition ?? throw grammar.Fail("the condition selects nothing at all, so the rule could never fire");
        }
        catch (FormatException e)
        {
            problems.Error(position, e.Message);
            return null;
        }
    }

    private void Tokenize()
    {
        for (int i = 0; i < _text.Length;)
        {
            char c = _text[i];
            if (char.IsWhiteSpace(c))
            {
                i++;
            }
            else if (c is '(' or ')')
            {
                _tokens.Add((c.ToString(), i++));
            }
            else if (IsWord(c))
            {
                int start = i;
                while (i < _text.Length && IsWord(_text[i]))
                    i++;
                _tokens.Add((_text[start..i], start));
            }
            else if (c == '|')
            {
                throw Fail("aggregations behind '|' are no longer part of Sigma; write a correlation (correlation: type: event_count …) that refers to this rule", i);
            }
            else
            {
                throw Fail($"the character '{c}' has no place in a condition", i);
            }
        }
    }

    private static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '*';

    private Condition? Or() => Chain("or", And, static parts => new Any(parts));

    private Condition? And() => Chain("and", Unary, static parts => new All(parts));

    private Condition? Chain(string word, Func<Condition?> operand, Func<List<Condition>, Condition> join)
    {
        List<Condition> parts = [];
        do
        {
            if (operand() is { } part)
                parts.Add(part);
        }
        while (TakeWord(word));
        return parts.Count switch { 0 => null, 1 => parts[0], _ => join(parts) };
    }

    private Condition? Unary()
    {
        if (++_depth > MaxDepth)
            throw Fail($"the condition is nested deeper than {MaxDepth} levels");
        Condition? result;
        if (TakeWord("not"))
        {
            _nots++;
            result = Unary() is { } child ? new Not(child) : null;
            _nots--;
        }
        else
        {
            result = Primary();
        }

        _depth--;
        return result;
    }

    private Condition? Primary()
    {
        if (_next == _tokens.Count)
            throw Fail("the condition ends where a search identifier is expected", _text.Length);
        (string token, int at) = _tokens[_next++];
        if (token == "(")
        {
            Condition? inner = Or();
            if (_next == _tokens.Count || _tokens[_next].Text != ")")
                throw Fail("a closing ')' is missing", at);
            _next++;
            return inner;
        }

        if (token == ")")
            throw Fail("a ')' closes nothing", at);
        if (_next < _tokens.Count && Is(_tokens[_next].Text, "of") && !(_tokens[_next].Text != "of" && _identifiers.ContainsKey(_tokens[_next].Text)))
            return Selector(token, at);
        if (_identifiers.TryGetValue(token, out Condition? condition))
        {
            _used.Add(token);
            return condition;
        }

        throw Fail($"there is no search identifier '{token}'; there are {string.Join(", ", _identifiers.Keys)}", at);
    }

    private Condition? Selector(string quantifier, int at)
    {
        bool all = Is(quantifier, "all");
        if (!all && quantifier != "1" && !Is(quantifier, "any"))
            throw Fail($"'{quantifier} of' is unknown; use '1 of', 'any of' or 'all of'", at);
        LintCase(quantifier, all ? "all" : "any", quantifier != "1");
        LintCase(_tokens[_next].Text, "of");
        _next++;
        if (_next == _tokens.Count)
            throw Fail("a pattern or 'them' is missing behind 'of'", _text.Length);
        (string pattern, int patternAt) = _tokens[_next++];
        if (pattern is "(" or ")")
            throw Fail($"a pattern or 'them' is expected behind 'of', not '{pattern}'", patternAt);
        bool them = Is(pattern, "them");
        List<string> names = [.. _identifiers.Keys.Where(n => them ? n[0] != '_' : Selects(pattern, n))];
        _used.UnionWith(names);
        if (names.Count == 0)
        {
            if (_nots > 0)
                return null;
            throw Fail($"'{quantifier} of {pattern}' selects no search identifier; there are {string.Join(", ", _identifiers.Keys)}", at);
        }

        List<Condition> parts = [.. names.Select(n => _identifiers[n])];
        return parts.Count == 1 ? parts[0] : all ? new All(parts) : new Any(parts);
    }

    /// <summary>A pattern with <c>*</c> anywhere; it does not see identifiers that begin with <c>_</c> unless it begins so itself.</summary>
    private static bool Selects(string pattern, string name) =>
        (name[0] != '_' || pattern[0] == '_') && TextPattern.Parse(pattern).Matches(System.Text.Encoding.UTF8.GetBytes(name), cased: true);

    private bool TakeWord(string word)
    {
        if (_next == _tokens.Count || !Is(_tokens[_next].Text, word))
            return false;
        string token = _tokens[_next].Text;
        if (token != word && _identifiers.ContainsKey(token))
            return false;
        LintCase(token, word);
        _next++;
        return true;
    }

    private void LintCase(string token, string word, bool lint = true)
    {
        if (lint && token != word)
            _problems.Warn(_position, $"The operator '{token}' is written '{word}' in Sigma.");
    }

    private static bool Is(string token, string word) => token.Equals(word, StringComparison.OrdinalIgnoreCase);

    private FormatException Fail(string what, int at = -1) =>
        new(at < 0 ? $"Condition '{_text}': {what}." : $"Condition '{_text}', character {at + 1}: {what}.");
}
