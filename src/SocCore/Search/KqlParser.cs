using SocCore.Conditions;

namespace SocCore.Search;

/// <summary>Recursive descent over the characters: one method a rule of the grammar, no backtracking beyond one word.</summary>
internal sealed class KqlParser(string text, KqlSchema schema, KqlLeaves leaves)
{
    private readonly KqlScanner _scan = new(text);
    private int _depth;
    private int _leaves;

    public Condition Parse()
    {
        _scan.SkipSpace();
        if (_scan.AtEnd)
            return Condition.True;
        Condition condition = Or(Primary);
        if (!_scan.AtEnd)
            throw KqlSyntaxException.At(_scan.Position, $"'{_scan.Current}' closes nothing; drop it, or put the text in quotes.", "and", "or", "end of query");
        return condition;
    }

    private Condition Or(Func<Condition> operand)
    {
        List<Condition> children = [And(operand)];
        while (_scan.TryWord("or"))
            children.Add(And(operand));
        return children.Count == 1 ? children[0] : new Any(Flat<Any>(children, static a => a.Children));
    }

    private Condition And(Func<Condition> operand)
    {
        List<Condition> children = [Negated(operand)];
        while (true)
        {
            bool written = _scan.TryWord("and");
            if (!written && (_scan.AtEnd || _scan.Current == ')' || _scan.PeekWord("or")))
                break;
            children.Add(Negated(operand));
        }

        return children.Count == 1 ? children[0] : new All(Flat<All>(children, static a => a.Children));
    }

    private Condition Negated(Func<Condition> operand)
    {
        if (!_scan.TryWord("not"))
            return operand();
        Deeper();
        Condition child = Negated(operand);
        _depth--;
        return new Not(child);
    }

    private Condition Primary()
    {
        if (_scan.AtEnd)
            throw KqlSyntaxException.At(_scan.Position, "The query ends where something to look for is needed.", "field", "value", "(", "not");
        RefuseJoiner();
        if (_scan.Current == '(')
            return Parenthesized(Primary);
        int start = _scan.Position;
        bool quoted = _scan.Current == '"';
        KqlLiteral literal = _scan.Literal(inValue: false);
        if (_scan.AtEnd || _scan.Current is not (':' or '<' or '>'))
            return Count(leaves.Bare(schema.BareWords, literal));
        KqlField field = FieldOf(literal, start, quoted);
        return _scan.Current == ':' ? Values(field) : Range(field);
    }

    private KqlField FieldOf(KqlLiteral name, int start, bool quoted)
    {
        if (!name.Pattern.IsLiteral)
            throw KqlSyntaxException.At(start, $"A field's name cannot have wildcards, as '{name.Text}' has; name one field, or look for the word alone.", "field");
        if (schema.TryFind(name.Text, out KqlField? field, out string problem, out IReadOnlyList<string> nearest))
            return field;
        string cure = nearest.Count > 0 ? $"did you mean {string.Join(" or ", nearest)}?" : quoted || schema.BareWords is not null ? "" : "a value with ':' in it needs quotes.";
        throw KqlSyntaxException.At(start, $"{problem}{(cure.Length > 0 ? $"; {cure}" : ".")}", [.. nearest]);
    }

    private Condition Values(KqlField field)
    {
        _scan.Take();
        _scan.SkipSpace();
        if (_scan.AtEnd)
            throw KqlSyntaxException.At(_scan.Position, $"The query ends where a value of '{field.Name}' is needed.", "value", "(", "*");
        return _scan.Current == '(' ? Parenthesized(() => Value(field)) : Value(field);
    }

    private Condition Value(KqlField field)
    {
        if (!_scan.AtEnd && _scan.Current == '(')
            return Parenthesized(() => Value(field));
        if (_scan.AtEnd)
            throw KqlSyntaxException.At(_scan.Position, $"The query ends where a value of '{field.Name}' is needed.", "value", "(");
        RefuseJoiner();
        return Count(leaves.Equal(field, _scan.Literal(inValue: true)));
    }

    private Condition Range(KqlField field)
    {
        Comparison comparison = _scan.Comparison();
        if (_scan.AtEnd)
            throw KqlSyntaxException.At(_scan.Position, $"The query ends where a value to compare '{field.Name}' with is needed.", "number", "date", "now-24h");
        return Count(leaves.Compare(field, comparison, _scan.Literal(inValue: true)));
    }

    private Condition Parenthesized(Func<Condition> operand)
    {
        int open = _scan.Position;
        _scan.Take();
        _scan.SkipSpace();
        Deeper();
        Condition condition = Or(operand);
        _depth--;
        if (_scan.AtEnd || _scan.Current != ')')
            throw KqlSyntaxException.At(_scan.Position, $"The parenthesis opened at {open} is not closed.", ")");
        _scan.Take();
        _scan.SkipSpace();
        return condition;
    }

    private void RefuseJoiner()
    {
        if (_scan.PeekWord("and") || _scan.PeekWord("or"))
            throw KqlSyntaxException.At(_scan.Position, "'and' and 'or' stand between two parts; put the word in quotes to look for it.", "field", "value", "(", "not");
    }

    private void Deeper()
    {
        if (++_depth > Kql.MaxDepth)
            throw KqlSyntaxException.At(_scan.Position, $"Parentheses and 'not' nest deeper than {Kql.MaxDepth}; write it flatter.");
    }

    private Condition Count(Condition leaf)
    {
        if (++_leaves > Kql.MaxLeaves)
            throw KqlSyntaxException.At(_scan.Position, $"The query names more than {Kql.MaxLeaves} values; ask for fewer at once.");
        return leaf;
    }

    /// <summary>A group within a group of the same kind is one group, so that equal questions are equal trees.</summary>
    private static IReadOnlyList<Condition> Flat<T>(List<Condition> children, Func<T, IReadOnlyList<Condition>> inner)
        where T : Condition =>
        [.. children.SelectMany(c => c is T group && inner(group).Count > 1 ? inner(group) : [c])];
}
