using System.Globalization;
using SocCore.Conditions;
using SocCore.Events;
using SocCore.Storage;

namespace SocStore.Embedded.Events;

/// <summary>
/// A condition as parameterised SQL over one day file. Each node is exact, or a superset that the matcher looks at again;
/// what is too large for one statement is refused.
/// </summary>
internal sealed class ConditionToSql : ConditionVisitor<SqlBounds>
{
    private const int MostNodes = 2_000;
    private const int MostDepth = 100;

    /// <summary>Characters of a number's text, whichever way it is written.</summary>
    private const string NumberCharacters = "0123456789.eE+-";

    private readonly long _oddColumns;
    private readonly SqlParameters _parameters;
    private int _nodes;
    private int _depth;

    private ConditionToSql(long oddColumns, SqlParameters parameters)
    {
        _oddColumns = oddColumns;
        _parameters = parameters;
    }

    /// <summary>Translates for a file whose columns of that mask have odd rows.</summary>
    /// <exception cref="UnsupportedConditionException">The condition is too large.</exception>
    public static SqlBounds Translate(Condition condition, long oddColumns, SqlParameters parameters) =>
        new ConditionToSql(oddColumns, parameters).Enter(condition);

    protected override SqlBounds Visit(All node) => Join(node.Children, " AND ", "true");

    protected override SqlBounds Visit(Any node) => Join(node.Children, " OR ", "false");

    protected override SqlBounds Visit(Not node)
    {
        SqlBounds child = Enter(node.Child);
        return new SqlBounds($"NOT ({child.Upper})", $"NOT ({child.Lower})");
    }

    protected override SqlBounds Visit(TextLeaf node) => Leaf(node.Field, field => field.Join(
        field.Column is { } column ? OnColumn(column, text => TextPatternSql.Test(text, node.Pattern, node.Cased, _parameters)) : null,
        () => field.AnyElement((text, type) => TextElement(node, text, type))));

    protected override SqlBounds Visit(NumberLeaf node) => Leaf(node.Field, field => field.Join(
        field.Column is not { } column ? null
            : column.Kind == ColumnKind.Number ? SqlBounds.Of(NumberSql.Whole(column.Name, node, _parameters))
            : OnColumn(column, text => TextNumber(text, node)),
        () => field.AnyElement((text, type) => NumberElement(node, text, type))));

    protected override SqlBounds Visit(AddressLeaf node) => Leaf(node.Field, field => field.Join(
        field.Column is not { } column ? null
            : column.Kind == ColumnKind.Address ? SqlBounds.Of($"{column.Name}_n BETWEEN {Address(node.Network.First)} AND {Address(node.Network.Last)}")
            : column.Kind == ColumnKind.Number ? SqlBounds.False
            : OnColumn(column, static text => SqlBounds.Superset(MayBeAddress(text))),
        () => field.AnyElement(static (text, type) => SqlBounds.Superset($"{type} = 'VARCHAR' AND {MayBeAddress(text)}"))));

    protected override SqlBounds Visit(ExistsLeaf node) => Leaf(node.Field, Exists);

    protected override SqlBounds Visit(SameAsLeaf node)
    {
        FieldSql one = new(node.Field.Field, _oddColumns, _parameters);
        FieldSql other = new(node.Other.Field, _oddColumns, _parameters);
        bool plain = node is { Cased: true, Mode: SameAsMode.Equal, Field.Alias: null, Other.Alias: null }
            && one is { Column.Kind: ColumnKind.Text, MayBeOdd: false }
            && other is { Column.Kind: ColumnKind.Text, MayBeOdd: false };
        if (plain)
            return SqlBounds.Of($"coalesce({one.Column!.Name} = {other.Column!.Name}, false)");
        SqlBounds both = Visit(new All([new ExistsLeaf(node.Field), new ExistsLeaf(node.Other)]));
        return SqlBounds.Superset(both.Upper);
    }

    /// <summary>.NET's expressions and RE2's differ in classes, folding, <c>$</c> and what one character is: the matcher decides.</summary>
    protected override SqlBounds Visit(RegexLeaf node) => OnlyWhereThereIsOne(node.Field);

    /// <summary>Found in the message is found; found elsewhere in the document may be a name, or a number, and is looked at again.</summary>
    protected override SqlBounds Visit(KeywordLeaf node)
    {
        string expression = TextPatternSql.DocumentExpression(node.Pattern, node.Cased);
        FieldSql message = new(EcsField.Message, _oddColumns, _parameters);
        SqlBounds certain = message.Join(
            OnColumn(message.Column!, text => TextPatternSql.Test(text, node.Pattern, node.Cased, _parameters)),
            static () => SqlBounds.False);
        return new SqlBounds(certain.Lower, $"regexp_matches(doc, {_parameters.Add(expression)}, 's')");
    }

    protected override SqlBounds Visit(TimePartLeaf node) => OnlyWhereThereIsOne(node.Field);

    protected override SqlBounds Visit(InstantLeaf node) => Leaf(node.Field, field =>
        field.Column is not null ? SqlBounds.Superset(Exists(field).Upper) : field.Join(null, () => field.AnyElement((text, type) => InstantElement(node, text, type))));

    private static string MayBeAddress(string text) => $"regexp_matches({text}, '[.:]')";

    private static SqlBounds OnColumn(EventColumn column, Func<string, SqlBounds> test)
    {
        switch (column.Kind)
        {
            case ColumnKind.TextList:
                SqlBounds element = test("x");
                return new SqlBounds(Any(column.Name, element.Lower), Any(column.Name, element.Upper));
            case ColumnKind.Number:
                return test($"{column.Name}::VARCHAR") is var number && number == SqlBounds.True ? SqlBounds.Of($"{column.Name} IS NOT NULL") : number;
            default:
                return test(column.Name) is var text && text == SqlBounds.True ? SqlBounds.Of($"{column.Name} IS NOT NULL") : text;
        }

        static string Any(string list, string condition) => $"len(list_filter({list}, lambda x: {condition})) > 0";
    }

    private static SqlBounds Exists(FieldSql field) => field.Join(
        field.Column is { } column ? SqlBounds.Of($"{column.Name} IS NOT NULL") : null,
        () => field.AnyElement(static (_, _) => SqlBounds.True));

    /// <summary>Numbers with a fraction have another text in the document, and objects are kept as they came: the matcher decides on these.</summary>
    private SqlBounds TextElement(TextLeaf leaf, string text, string type)
    {
        if (leaf.Pattern.IsAny)
            return SqlBounds.True;
        SqlBounds test = TextPatternSql.Test(text, leaf.Pattern, leaf.Cased, _parameters);
        TextPart first = leaf.Pattern.Parts.Count == 0 ? default : leaf.Pattern.Parts[0];
        bool mayBeNumber = TextPatternSql.MayBeMetBy(leaf.Pattern, NumberCharacters);
        bool mayBeObject = first.Kind != TextPartKind.Literal || first.Text is ['{', ..] or ['[', ..];
        string sure = $"{type} NOT IN ('DOUBLE', 'OBJECT', 'ARRAY') AND ";
        string unsure = (mayBeNumber, mayBeObject) switch
        {
            (true, true) => $"{type} IN ('DOUBLE', 'OBJECT', 'ARRAY') OR ",
            (true, false) => $"{type} = 'DOUBLE' OR ",
            (false, true) => $"{type} IN ('OBJECT', 'ARRAY') OR ",
            _ => "",
        };
        string lower = $"{sure}({test.Lower})";
        string upper = $"{sure}({test.Upper})";
        return new SqlBounds(lower, unsure + upper);
    }

    private SqlBounds NumberElement(NumberLeaf leaf, string text, string type)
    {
        string whole = NumberSql.Whole($"TRY_CAST({text} AS HUGEINT)", leaf, _parameters);
        SqlBounds wide = NumberSql.Double($"TRY_CAST({text} AS DOUBLE)", leaf, _parameters);
        SqlBounds written = TextNumber(text, leaf);
        return new SqlBounds(Choose(wide.Lower, written.Lower), Choose($"coalesce({wide.Upper}, true)", written.Upper));

        string Choose(string onDouble, string onText) =>
            $"CASE WHEN {type} IN ('BIGINT', 'UBIGINT') THEN {whole} WHEN {type} = 'DOUBLE' THEN {onDouble} WHEN {type} = 'VARCHAR' THEN {onText} ELSE false END";
    }

    /// <summary>Text that is a number counts as one: plain whole numbers here, other spellings by the matcher.</summary>
    private SqlBounds TextNumber(string text, NumberLeaf leaf)
    {
        string plain = $"regexp_full_match({text}, '-?(0|[1-9][0-9]{{0,17}})')";
        string holds = $"({plain} AND {NumberSql.Whole($"TRY_CAST({text} AS HUGEINT)", leaf, _parameters)})";
        string like = $"regexp_full_match({text}, '[-+.0-9eE\\x00]*[0-9][-+.0-9eE\\x00]*')";
        return new SqlBounds(holds, $"({holds} OR (NOT {plain} AND {like}))");
    }

    /// <summary>Instants as they are stored compare as text to the second; within the second, and other spellings, the matcher decides.</summary>
    private SqlBounds InstantElement(InstantLeaf leaf, string text, string type)
    {
        string second = leaf.Value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        string stored = $"(regexp_full_match({text}, '[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}T[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}\\.[0-9]{{1,7}}Z') AND TRY_CAST({text} AS TIMESTAMP) IS NOT NULL)";
        string before = $"{text}[:19] < {_parameters.Add(second)}";
        string after = $"{text}[:19] > {_parameters.Add(second)}";
        string? sure = leaf.Comparison switch
        {
            Comparison.Less or Comparison.LessOrEqual => before,
            Comparison.Greater or Comparison.GreaterOrEqual => after,
            _ => null,
        };
        string excluded = leaf.Comparison switch
        {
            Comparison.Less or Comparison.LessOrEqual => after,
            Comparison.Greater or Comparison.GreaterOrEqual => before,
            _ => $"({before} OR {after})",
        };
        string lower = sure is null ? "false" : $"{type} = 'VARCHAR' AND {stored} AND {sure}";
        return new SqlBounds(lower, $"{type} = 'VARCHAR' AND NOT ({stored} AND {excluded})");
    }

    private SqlBounds OnlyWhereThereIsOne(FieldRef field) => SqlBounds.Superset(Visit(new ExistsLeaf(field)).Upper);

    /// <summary>The first of field and alias that the event has is the one that is read.</summary>
    private SqlBounds Leaf(FieldRef reference, Func<FieldSql, SqlBounds> leaf)
    {
        FieldSql field = new(reference.Field, _oddColumns, _parameters);
        SqlBounds own = leaf(field);
        if (reference.Alias is null)
            return own;
        SqlBounds alias = leaf(new FieldSql(reference.Alias, _oddColumns, _parameters));
        SqlBounds present = Exists(field);
        return present.IsExact
            ? new SqlBounds(Choose(own.Lower, alias.Lower), Choose(own.Upper, alias.Upper))
            : SqlBounds.Superset($"({own.Upper} OR {alias.Upper})");

        string Choose(string first, string second) => $"CASE WHEN {present.Lower} THEN {first} ELSE {second} END";
    }

    private SqlBounds Join(IReadOnlyList<Condition> children, string word, string empty)
    {
        if (children.Count == 0)
            return SqlBounds.Of(empty);
        SqlBounds[] bounds = [.. children.Select(Enter)];
        return new SqlBounds(
            $"({string.Join(word, bounds.Select(static b => b.Lower))})",
            $"({string.Join(word, bounds.Select(static b => b.Upper))})");
    }

    private SqlBounds Enter(Condition condition)
    {
        if (++_nodes > MostNodes)
            throw new UnsupportedConditionException($"The search has more than {MostNodes} parts, too many for one query. Split it, or make a rule of it: rules have no such bound.");
        if (++_depth > MostDepth)
            throw new UnsupportedConditionException($"The search is nested more than {MostDepth} deep, too deep for one query. Write it flatter.");
        SqlBounds bounds = Visit(condition);
        _depth--;
        return bounds;
    }

    private string Address(UInt128 address) => $"{_parameters.Add(DuckSession.Number128(address))}::UHUGEINT";
}
