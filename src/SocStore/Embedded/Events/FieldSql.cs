using System.Text;
using SocCore.Events;

namespace SocStore.Embedded.Events;

/// <summary>How a field is reached in one day file: by its column where all rows have it there, else in the document.</summary>
internal sealed class FieldSql
{
    private readonly SqlParameters _parameters;
    private readonly Field _field;

    public FieldSql(Field field, long oddColumns, SqlParameters parameters)
    {
        _field = field;
        _parameters = parameters;
        Column = EventColumns.Of(field.Id);
        MayBeOdd = Column is not null && (oddColumns & Column.Mask) != 0;
        // A quoted step cannot spell these; the document is left to the matcher.
        IsReachable = !field.Name.AsSpan().ContainsAny('"', '\\', '\0');
    }

    /// <summary>The column; null when the field has none.</summary>
    public EventColumn? Column { get; }

    /// <summary>Whether some row of the file has values that the column could not take.</summary>
    public bool MayBeOdd { get; }

    /// <summary>Whether SQL can name the field in the document at all.</summary>
    public bool IsReachable { get; }

    /// <summary>Joins a test on the column with one on the document, each on the rows for which it counts.</summary>
    public SqlBounds Join(SqlBounds? onColumn, Func<SqlBounds> onDocument)
    {
        if (Column is null || onColumn is not { } column)
            return IsReachable ? Safe(onDocument()) : SqlBounds.Superset("true");
        column = Safe(column);
        if (!MayBeOdd)
            return column;
        SqlBounds document = IsReachable ? Safe(onDocument()) : SqlBounds.Superset("true");
        return new SqlBounds(Choose(column.Lower, document.Lower), Choose(column.Upper, document.Upper));
    }

    /// <summary>
    /// The field's elements in the document as JSON, tested one by one: <paramref name="test"/> gets the element's text and
    /// its JSON type.
    /// </summary>
    public SqlBounds AnyElement(Func<string, string, SqlBounds> test)
    {
        SqlBounds element = test("(x->>'$')", "json_type(x)");
        string lower = Any(element.Lower);
        return element.IsExact ? SqlBounds.Of(lower) : new SqlBounds(lower, Any(element.Upper));

        string Any(string condition) =>
            condition == "false" ? "false" : $"list_transform([{Value()}], lambda v: len(list_filter(soc_elements(v), lambda x: json_type(x) <> 'NULL' AND ({condition}))) > 0)[1]";
    }

    /// <summary>The field's value in the document. A value beside an object of the same name keeps its dots, so each split of the path is tried.</summary>
    public string Value()
    {
        string[] segments = _field.Name.Split('.');
        if (segments.Length == 1 || Array.Exists(segments, static s => s.Length == 0))
            return $"json_extract(doc, {_parameters.Add($"$.\"{_field.Name}\"")})";
        StringBuilder paths = new();
        for (int nested = segments.Length - 1; nested >= 0; nested--)
        {
            StringBuilder path = new("$");
            for (int i = 0; i < nested; i++)
                path.Append(".\"").Append(segments[i]).Append('"');
            path.Append(".\"").AppendJoin('.', segments[nested..]).Append('"');
            paths.Append(paths.Length == 0 ? "" : ", ").Append(_parameters.Add(path.ToString()));
        }

        return $"list_filter(json_extract(doc, [{paths}]), lambda e: e IS NOT NULL AND json_type(e) <> 'OBJECT')[1]";
    }

    private string Choose(string column, string document) =>
        $"CASE WHEN odd & {Column!.Mask} = 0 THEN {column} ELSE {document} END";

    /// <summary>A leaf on a missing field is false, never NULL: only so is its negation true.</summary>
    private static SqlBounds Safe(SqlBounds bounds) => new(Safe(bounds.Lower), Safe(bounds.Upper));

    private static string Safe(string condition) => condition is "true" or "false" ? condition : $"coalesce({condition}, false)";
}
