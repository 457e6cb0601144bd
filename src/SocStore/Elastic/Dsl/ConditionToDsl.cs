using System.Globalization;
using System.Text;
using SocCore.Conditions;
using SocCore.Events;
using SocCore.Storage;

namespace SocStore.Elastic.Dsl;

/// <summary>
/// A condition as query DSL over the indices of events. Each node is exact, or a superset that the matcher looks at again;
/// what is too large for one query is refused.
/// </summary>
internal sealed class ConditionToDsl : ConditionVisitor<DslBounds>
{
    private const int MostDepth = 200;

    /// <summary>What Lucene takes as a term, in bytes; no index has a longer one.</summary>
    private const int LongestTerm = 32_766;

    private readonly IEventIndex _index;
    private int _depth;

    private ConditionToDsl(IEventIndex index) => _index = index;

    /// <summary>Translates for indices that are mapped so.</summary>
    /// <exception cref="UnsupportedConditionException">The condition is too large for one query.</exception>
    public static DslBounds Translate(Condition condition, IEventIndex index)
    {
        DslBounds bounds = new ConditionToDsl(index).Visit(condition);
        CheckSize(bounds.Upper, index);
        CheckSize(bounds.Doubt, index);
        return bounds;
    }

    protected override DslBounds Visit(All node) => Join([.. node.Children.Select(Enter)], DslQuery.All);

    /// <summary>Leaves on one field are asked of it together: a list of values is one look at whether the document is odd.</summary>
    protected override DslBounds Visit(Any node)
    {
        List<DslBounds> bounds = [];
        foreach (IGrouping<FieldRef?, Condition> group in node.Children.GroupBy(FieldOf))
        {
            if (group.Key is { } field && group.Skip(1).Any())
                bounds.Add(Leaf(field, held => Join([.. group.Select(leaf => Held(leaf, held))], DslQuery.Any)));
            else
                bounds.AddRange(group.Select(Enter));
        }

        return Join(bounds, DslQuery.Any);
    }

    protected override DslBounds Visit(Not node)
    {
        DslBounds child = Enter(node.Child);
        if (child.IsFinal)
            return DslBounds.Exact(DslQuery.Not(child.Upper));
        return new DslBounds(DslQuery.Not(child.Upper), DslQuery.Not(child.Lower), child.IsExact);
    }

    protected override DslBounds Visit(TextLeaf node) => node.Pattern.IsAny ? Exists(node.Field) : Leaf(node.Field, field => Held(node, field));

    protected override DslBounds Visit(NumberLeaf node) => Leaf(node.Field, field => Held(node, field));

    protected override DslBounds Visit(AddressLeaf node) => Leaf(node.Field, field => Held(node, field));

    protected override DslBounds Visit(ExistsLeaf node) => Exists(node.Field);

    /// <summary>No query compares two fields of a document; where both are there the matcher does.</summary>
    protected override DslBounds Visit(SameAsLeaf node) =>
        DslBounds.Superset(DslQuery.All([Exists(node.Field).Upper, Exists(node.Other).Upper]));

    /// <summary>.NET's expressions and Lucene's differ in nearly everything: the matcher decides.</summary>
    protected override DslBounds Visit(RegexLeaf node) => Leaf(node.Field, field => field.As == IndexedAs.Boolean
        ? EitherTruth(field.Path, text => node.IsFoundIn(text))
        : DslBounds.Superset(Present(field)));

    /// <summary>The words of all texts together narrow the search; without such a field the matcher reads every document.</summary>
    protected override DslBounds Visit(KeywordLeaf node) => _index.AllText is { } all
        ? OnField(all, field => DslBounds.Superset(ProseWords.Demand(field.Path, node.Pattern)))
        : DslBounds.Superset(DslQuery.MatchAll);

    protected override DslBounds Visit(TimePartLeaf node) => Leaf(node.Field, field => field.As switch
    {
        IndexedAs.Long or IndexedAs.Double or IndexedAs.Boolean or IndexedAs.Address => DslBounds.False,
        _ => DslBounds.Superset(Present(field)),
    });

    protected override DslBounds Visit(InstantLeaf node) => Leaf(node.Field, field => field.As switch
    {
        IndexedAs.Long or IndexedAs.Double or IndexedAs.Boolean or IndexedAs.Address => DslBounds.False,
        IndexedAs.Date => Instant(field.Path, node.Comparison, node.Value),
        _ => DslBounds.Superset(Present(field)),
    });

    /// <summary>The field of a leaf that may be asked together with others; null for all else.</summary>
    private static FieldRef? FieldOf(Condition condition) => condition switch
    {
        TextLeaf { Pattern.IsAny: false } leaf => leaf.Field,
        NumberLeaf leaf => leaf.Field,
        AddressLeaf leaf => leaf.Field,
        _ => null,
    };

    /// <summary>A leaf on the values that an index holds as they are.</summary>
    private DslBounds Held(Condition condition, IndexedField field) => condition switch
    {
        TextLeaf leaf => Held(leaf, field),
        NumberLeaf leaf => Held(leaf, field),
        _ => Held((AddressLeaf)condition, field),
    };

    private DslBounds Held(TextLeaf leaf, IndexedField field) => field.As switch
    {
        IndexedAs.Keyword or IndexedAs.KeyedKeyword => Term(field, leaf.Pattern, leaf.Cased),
        IndexedAs.Text => DslBounds.Superset(ProseWords.Demand(field.Path, leaf.Pattern)),
        IndexedAs.Long => WholeText(field.Path, leaf.Pattern),
        IndexedAs.Double => DoubleText(field.Path, leaf.Pattern),
        IndexedAs.Boolean => EitherTruth(field.Path, text => leaf.Pattern.Matches(Encoding.UTF8.GetBytes(text), leaf.Cased)),
        // The canonical text has small letters.
        IndexedAs.Address when leaf is { Cased: true, Pattern.IsLiteral: true } && leaf.Pattern.Literal.Any(char.IsAsciiLetterUpper) => DslBounds.False,
        IndexedAs.Address => AddressDsl.Pattern(field.Path, leaf.Pattern),
        _ => DslBounds.Superset(DslQuery.Exists(field.Path)),
    };

    private static DslBounds Held(NumberLeaf leaf, IndexedField field) => field.As switch
    {
        IndexedAs.Keyword or IndexedAs.KeyedKeyword => NumberDsl.Text(field.Path, field.Key, leaf.Comparison, leaf.Value),
        IndexedAs.Long => NumberDsl.Whole(field.Path, leaf.Comparison, leaf.Value),
        IndexedAs.Double => NumberDsl.Double(field.Path, leaf.Comparison, leaf.Value),
        IndexedAs.Text => DslBounds.Superset(DslQuery.Exists(field.Path)),
        _ => DslBounds.False,
    };

    private static DslBounds Held(AddressLeaf leaf, IndexedField field) => field.As switch
    {
        IndexedAs.Address => AddressDsl.In(field.Path, leaf.Network),
        IndexedAs.Keyword or IndexedAs.KeyedKeyword => AddressDsl.InText(field.Path, field.Key, leaf.Network),
        IndexedAs.Text => DslBounds.Superset(DslQuery.Exists(field.Path)),
        _ => DslBounds.False,
    };

    private static void CheckSize(DslQuery query, IEventIndex index)
    {
        if (query.Clauses > index.MostClauses)
            throw new UnsupportedConditionException($"The search needs {query.Clauses} clauses; one query takes {index.MostClauses}. Split it, or make a rule of it: rules have no such bound.");
        if (query.Depth > index.DeepestNesting)
            throw new UnsupportedConditionException($"The search is nested {query.Depth} deep; one query takes {index.DeepestNesting}. Write it flatter.");
    }

    private static DslQuery Present(IndexedField field) =>
        field.As == IndexedAs.KeyedKeyword ? DslQuery.Prefix(field.Path, field.Key) : DslQuery.Exists(field.Path);

    private DslBounds Term(IndexedField field, TextPattern pattern, bool cased)
    {
        IReadOnlyList<TextPart> parts = pattern.Parts;
        bool plain = parts.Count == 0 || (parts[0].Kind == TextPartKind.Literal && (cased || !HasCase(parts[0].Text)));
        int bytes = plain ? Encoding.UTF8.GetByteCount(field.Key) + Encoding.UTF8.GetByteCount(pattern.Literal) : 0;
        if (plain && pattern.IsLiteral)
            return bytes > LongestTerm ? DslBounds.False : DslBounds.Exact(DslQuery.Term(field.Path, field.Key + pattern.Literal));
        if (plain && parts.Count == 2 && parts[1].Kind == TextPartKind.AnyRun && bytes <= LuceneExpression.MostPlaces)
            return DslBounds.Exact(DslQuery.Prefix(field.Path, field.Key + parts[0].Text));
        (string expression, bool exact) = LuceneExpression.Of(field.Key, pattern, cased, _index.LongestRegex);
        DslQuery query = DslQuery.Regexp(field.Path, expression);
        return exact ? DslBounds.Exact(query) : DslBounds.Superset(query);
    }

    private static DslBounds WholeText(string path, TextPattern pattern)
    {
        if (!pattern.IsLiteral)
            return DslBounds.Superset(DslQuery.Exists(path));
        return long.TryParse(pattern.Literal, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
            && number.ToString(CultureInfo.InvariantCulture) == pattern.Literal
            ? DslBounds.Exact(DslQuery.Term(path, number))
            : DslBounds.False;
    }

    private static DslBounds DoubleText(string path, TextPattern pattern)
    {
        if (!pattern.IsLiteral)
            return DslBounds.Superset(DslQuery.Exists(path));
        return decimal.TryParse(pattern.Literal, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number)
            ? DslBounds.Superset(NumberDsl.Double(path, Comparison.Equal, number).Upper)
            : DslBounds.Superset(DslQuery.Exists(path));
    }

    private static DslBounds EitherTruth(string path, Func<string, bool> holds) =>
        DslBounds.Exact(DslQuery.Terms(path, [.. ((string[])["true", "false"]).Where(holds)]));

    /// <summary>The index holds the millisecond: within that of the instant the matcher decides.</summary>
    private static DslBounds Instant(string path, Comparison comparison, DateTimeOffset value)
    {
        string millisecond = value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        bool whole = value.UtcTicks % TimeSpan.TicksPerMillisecond == 0;
        return comparison switch
        {
            Comparison.Less when whole => DslBounds.Exact(Is("lt")),
            Comparison.GreaterOrEqual when whole => DslBounds.Exact(Is("gte")),
            Comparison.Less or Comparison.LessOrEqual => DslBounds.Between(Is("lt"), Is("lte")),
            Comparison.Greater or Comparison.GreaterOrEqual => DslBounds.Between(Is("gt"), Is("gte")),
            _ => DslBounds.Superset(DslQuery.Range(path, "strict_date_optional_time", ("gte", millisecond), ("lte", millisecond))),
        };

        DslQuery Is(string operation) => DslQuery.Range(path, "strict_date_optional_time", (operation, millisecond));
    }

    /// <summary>The first of field and alias that the event has is the one that is read.</summary>
    private DslBounds Leaf(FieldRef reference, Func<IndexedField, DslBounds> leaf)
    {
        IndexedField field = _index.Of(reference.Field);
        DslBounds own = OnField(field, leaf);
        if (reference.Alias is null)
            return own;
        DslBounds alias = OnField(_index.Of(reference.Alias), leaf);
        DslBounds present = Exists(field);
        return new DslBounds(
            DslQuery.Any([own.Lower, DslQuery.All([DslQuery.Not(present.Upper), alias.Lower])]),
            DslQuery.Any([own.Upper, DslQuery.All([DslQuery.Not(present.Lower), alias.Upper])]),
            own.IsExact && alias.IsExact && present.IsExact);
    }

    private DslBounds Exists(FieldRef reference)
    {
        DslBounds own = Exists(_index.Of(reference.Field));
        if (reference.Alias is null)
            return own;
        DslBounds alias = Exists(_index.Of(reference.Alias));
        return own.IsFinal && alias.IsFinal
            ? DslBounds.Exact(DslQuery.Any([own.Upper, alias.Upper]))
            : DslBounds.Superset(DslQuery.Any([own.Upper, alias.Upper]));
    }

    /// <summary>A value that is not held as it is, is a value.</summary>
    private static DslBounds Exists(IndexedField field) => field.As == IndexedAs.Nothing
        ? DslBounds.Superset(DslQuery.MatchAll)
        : DslBounds.Exact(DslQuery.Any([Present(field), Odd(field)]));

    /// <summary>A document that is odd in the field is in doubt, whatever its index values are.</summary>
    private static DslBounds OnField(IndexedField field, Func<IndexedField, DslBounds> leaf)
    {
        if (field.As == IndexedAs.Nothing)
            return DslBounds.Superset(DslQuery.MatchAll);
        DslBounds held = leaf(field);
        if (field.OddMarks.Count == 0)
            return held;
        DslQuery odd = Odd(field);
        return new DslBounds(DslQuery.All([held.Lower, DslQuery.Not(odd)]), DslQuery.Any([held.Upper, odd]), held.IsExact);
    }

    private static DslQuery Odd(IndexedField field) => DslQuery.Any([.. field.OddMarks.Select(static m => DslQuery.Term(m.Key, m.Value))]);

    private static bool HasCase(string literal)
    {
        foreach (Rune rune in literal.EnumerateRunes())
        {
            if (Fold.ClassOf(rune.Value).Count > 1)
                return true;
        }

        return false;
    }

    private static DslBounds Join(IReadOnlyList<DslBounds> bounds, Func<IReadOnlyList<DslQuery>, DslQuery> join)
    {
        DslQuery upper = join([.. bounds.Select(static b => b.Upper)]);
        return bounds.All(static b => b.IsFinal)
            ? DslBounds.Exact(upper)
            : new DslBounds(join([.. bounds.Select(static b => b.Lower)]), upper, bounds.All(static b => b.IsExact));
    }

    private DslBounds Enter(Condition condition)
    {
        if (++_depth > MostDepth)
            throw new UnsupportedConditionException($"The search is nested more than {MostDepth} deep, too deep for one query. Write it flatter.");
        DslBounds bounds = Visit(condition);
        _depth--;
        return bounds;
    }
}
