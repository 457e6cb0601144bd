using System.Text.RegularExpressions;
using SocCore.Conditions;
using SocCore.Search;
using SocCore.Yaml;
using SocHost.Kibana.Linting;

namespace SocHost.Kibana.Content;

/// <summary>Takes the kinds of value that content is made of out of a mapping: ids, texts in two languages, fields, queries.</summary>
internal sealed partial class ContentReader(YamlShape shape)
{
    /// <summary>The mapping.</summary>
    public YamlShape Shape => shape;

    /// <summary>Where a key is written, or the mapping when it is not.</summary>
    public YamlPosition At(string key) => shape.Node(key)?.Position ?? shape.Map.Position;

    /// <summary>A reader of a mapping below this one.</summary>
    public ContentReader? Inner(string key, bool required = false) => shape.Shape(key, required) is { } inner ? new ContentReader(inner) : null;

    /// <summary>Readers of a list of mappings.</summary>
    public IEnumerable<ContentReader> Items(string key, bool required = false)
    {
        switch (shape.Node(key))
        {
            case YamlList list:
                foreach (YamlNode item in list.Items)
                {
                    if (Reader(item, key) is { } reader)
                        yield return reader;
                }

                break;
            case { } other:
                shape.Problem(other.Position, $"'{key}' must be a list, not {other.Kind}.");
                break;
            default:
                if (required)
                    shape.Problem(shape.Map.Position, $"'{key}' is missing; add it.");
                break;
        }
    }

    /// <summary>A reader of a value that must be a mapping.</summary>
    public ContentReader? Reader(YamlNode node, string what)
    {
        if (node is YamlMap map)
            return new ContentReader(shape.Below(map));
        shape.Problem(node.Position, $"'{what}' must be a list of mappings, not of {node.Kind}.");
        return null;
    }

    /// <summary>A name for ids and file names: lower-case words joined by hyphens.</summary>
    public string? Id(string key = "id")
    {
        string? id = shape.Text(key, required: true);
        if (id is null || IdWord().IsMatch(id))
            return id;
        shape.Problem(At(key), $"'{key}: {id}' is no name; use lower-case letters, digits and hyphens.");
        return null;
    }

    /// <summary>A text in both languages.</summary>
    public LocalText? Local(string key, bool required = true)
    {
        if (shape.Shape(key, required) is not { } inner)
            return null;
        string? vi = inner.Text(Languages.Vietnamese, required: true);
        string? en = inner.Text(Languages.English, required: true);
        inner.Close($"'{key}'");
        return vi is null || en is null ? null : new LocalText(vi, en);
    }

    /// <summary>A query that must be readable and name the index's fields only; empty when left out.</summary>
    public string Query(string key, IndexFields? fields)
    {
        string text = shape.Text(key) ?? "";
        if (fields is null)
            return text;
        if (!Kql.TryParse(text, fields.Schema, DateTimeOffset.UnixEpoch, out Condition? condition, out KqlError? error))
            shape.Problem(At(key), $"'{key}: {text}' cannot be read {error}");
        foreach (string fault in condition is null ? [] : KueryDifference.Instance.Visit(condition).Distinct())
            shape.Problem(At(key), $"'{key}: {text}' {fault}");
        return text;
    }

    /// <summary>Whether the index has a field; a problem otherwise.</summary>
    public bool Has(IndexFields? fields, string field, YamlPosition at)
    {
        if (fields is null || Languages.All.Select(l => LocalField.In(field, l)).FirstOrDefault(f => !fields.TryType(f, out _)) is not { } missing)
            return true;
        fields.Schema.TryFind(missing, out _, out string problem, out IReadOnlyList<string> nearest);
        shape.Problem(at, nearest.Count > 0 ? $"{problem}; did you mean {string.Join(" or ", nearest)}?" : $"{problem}; use one that it is mapped to have.");
        return false;
    }

    /// <summary>What a field is called; a problem when nobody says.</summary>
    public LocalText Label(string field, ContentScope scope, YamlPosition at)
    {
        if (scope.Labels.TryGetValue(field, out LocalText? label))
            return label;
        shape.Problem(at, $"The field '{field}' has no label; add it to labels.yml, or give a title here.");
        return new LocalText(field, field);
    }

    /// <summary>The names of a list that must be known.</summary>
    public IReadOnlyList<string> Known(string key, IEnumerable<string> known, string what)
    {
        string[] all = [.. known];
        IReadOnlyList<string> names = shape.Texts(key);
        foreach (string name in names.Except(all))
            shape.Problem(At(key), $"There is no {what} '{name}'; there is {string.Join(", ", all)}.");
        return names;
    }

    [GeneratedRegex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
    private static partial Regex IdWord();
}
