namespace SocCore.Yaml;

/// <summary>Takes values out of a mapping, reports every one that does not fit, and at the end every key that nobody asked for.</summary>
public sealed class YamlShape(string file, YamlMap map, ICollection<YamlProblem> problems)
{
    private readonly HashSet<string> _asked = [];

    /// <summary>The mapping.</summary>
    public YamlMap Map => map;

    /// <summary>The file's name, for messages.</summary>
    public string File => file;

    /// <summary>Reports a problem.</summary>
    public void Problem(YamlPosition at, string message, bool warning = false) =>
        problems.Add(new YamlProblem(file, at, message, warning));

    /// <summary>The value of a key, or null.</summary>
    public YamlNode? Node(string key)
    {
        _asked.Add(key);
        return map.TryGet(key, out YamlNode? value) && value is not YamlScalar { IsNull: true } ? value : null;
    }

    /// <summary>A text; numbers and booleans are taken by their text.</summary>
    public string? Text(string key, bool required = false)
    {
        switch (Node(key))
        {
            case YamlScalar scalar:
                return scalar.Text;
            case { } other:
                Problem(other.Position, $"'{key}' must be a text, not {other.Kind}.");
                return null;
            default:
                if (required)
                    Problem(map.Position, $"'{key}' is missing; add it.");
                return null;
        }
    }

    /// <summary>One of the given words.</summary>
    public string? Word(string key, IReadOnlyCollection<string> words, bool required = false)
    {
        string? text = Text(key, required);
        if (text is null || words.Contains(text))
            return text;
        Problem(Node(key)!.Position, $"'{key}: {text}' is unknown; use one of {string.Join(", ", words)}.");
        return null;
    }

    /// <summary>A truth value.</summary>
    public bool? Boolean(string key)
    {
        switch (Node(key))
        {
            case null:
                return null;
            case YamlScalar { Type: YamlScalarType.Boolean } scalar:
                return scalar.Boolean;
            case var other:
                Problem(other.Position, $"'{key}' must be true or false.");
                return null;
        }
    }

    /// <summary>A whole number.</summary>
    public long? Integer(string key)
    {
        switch (Node(key))
        {
            case null:
                return null;
            case YamlScalar { Type: YamlScalarType.Integer } scalar when scalar.TryGetDecimal(out decimal value):
                return (long)value;
            case var other:
                Problem(other.Position, $"'{key}' must be a whole number.");
                return null;
        }
    }

    /// <summary>A list of texts; a single text counts as a list of one.</summary>
    public IReadOnlyList<string> Texts(string key)
    {
        switch (Node(key))
        {
            case null:
                return [];
            case YamlScalar scalar:
                return [scalar.Text];
            case YamlList list:
                List<string> texts = [];
                foreach (YamlNode item in list.Items)
                {
                    if (item is YamlScalar text)
                        texts.Add(text.Text);
                    else
                        Problem(item.Position, $"'{key}' must be a list of texts, not of {item.Kind}.");
                }

                return texts;
            case var other:
                Problem(other.Position, $"'{key}' must be a list of texts, not {other.Kind}.");
                return [];
        }
    }

    /// <summary>A mapping below this one.</summary>
    public YamlShape? Shape(string key, bool required = false)
    {
        switch (Node(key))
        {
            case YamlMap inner:
                return new YamlShape(file, inner, problems);
            case { } other:
                Problem(other.Position, $"'{key}' must be a mapping, not {other.Kind}.");
                return null;
            default:
                if (required)
                    Problem(map.Position, $"'{key}' is missing; add it.");
                return null;
        }
    }

    /// <summary>The shape of a mapping that stands somewhere below this one, as in a list; it reports to the same place.</summary>
    public YamlShape Below(YamlMap inner) => new(file, inner, problems);

    /// <summary>Reports the keys that nobody asked for.</summary>
    public void Close(string thing)
    {
        foreach (YamlEntry entry in map.Entries)
        {
            if (!_asked.Contains(entry.Key))
                Problem(entry.Position, $"{thing} has no key '{entry.Key}'; it has {string.Join(", ", _asked.Order())}.");
        }
    }
}
