using System.Text;
using SocCollector.Formats;
using SocCore.Yaml;

namespace SocCollector.Sources.Language;

/// <summary>Reads <c>format</c>.</summary>
internal static class FormatReader
{
    private static readonly Dictionary<string, Func<ContentDecoder>> Plain = new()
    {
        ["text"] = static () => new TextDecoder(),
        ["json"] = static () => new JsonDecoder(),
        ["kv"] = static () => new KeyValueDecoder(),
        ["sshd"] = static () => new SshdDecoder(),
        ["sudo"] = static () => new SudoDecoder(),
        ["pam"] = static () => new PamDecoder(),
        ["xml"] = static () => new XmlDecoder(),
        ["cef"] = static () => new CefDecoder(),
        ["leef"] = static () => new LeefDecoder(),
        ["netfilter"] = static () => new NetfilterDecoder(),
        ["cisco_asa"] = static () => new CiscoAsaDecoder(),
        ["fortios"] = static () => new FortiosDecoder(),
        ["ncsa"] = static () => new NcsaDecoder(),
    };

    /// <summary>The decoder; null after a problem was reported.</summary>
    public static ContentDecoder? Read(YamlShape shape, ICollection<YamlProblem> problems)
    {
        switch (shape.Node("format"))
        {
            case null:
                shape.Problem(shape.Map.Position, $"'format' is missing; use one of {Known()}.");
                return null;
            case YamlScalar name when Plain.TryGetValue(name.Text, out Func<ContentDecoder>? make):
                return make();
            case YamlMap { Entries.Count: 1 } map:
                return WithOptions(new YamlShape(shape.File, map, problems), map.Entries[0], problems);
            case YamlScalar name:
                shape.Problem(name.Position, $"'format: {name.Text}' is unknown; use one of {Known()}.");
                return null;
            case var other:
                shape.Problem(other.Position, "'format' is a name, or one name with its options.");
                return null;
        }
    }

    private static string Known() => string.Join(", ", Plain.Keys.Append("csv").Append("patterns").Order());

    private static ContentDecoder? WithOptions(YamlShape shape, YamlEntry entry, ICollection<YamlProblem> problems)
    {
        if (entry.Key == "patterns")
            return Patterns(shape, entry.Value, problems);
        YamlShape? options = shape.Shape(entry.Key);
        ContentDecoder? decoder = entry.Key switch
        {
            _ when options is null => null,
            "csv" => Csv(options),
            "kv" => new KeyValueDecoder(Mark(options, "pair", (byte)' '), Mark(options, "assign", (byte)'=')),
            _ => null,
        };
        if (options is not null && entry.Key is not ("csv" or "kv"))
            shape.Problem(entry.Position, $"'format: {entry.Key}' has no options or is unknown; with options there are csv, kv and patterns.");
        else
            options?.Close($"The format {entry.Key}");
        return decoder;
    }

    private static CsvDecoder Csv(YamlShape options)
    {
        IReadOnlyList<string> columns = options.Texts("columns");
        string? header = options.Text("header");
        if (columns.Count == 0 && header is null or "none" or "first")
            options.Problem(options.Map.Position, "'columns' is missing; name the columns in their order.");
        int least = (int)(options.Integer("least") ?? columns.Count);
        return new CsvDecoder(columns)
        {
            Separator = Mark(options, "separator", (byte)','),
            Quote = Mark(options, "quote", (byte)'"'),
            Header = header is null or "none" or "first" ? [] : Encoding.UTF8.GetBytes(header),
            FirstIsHeader = header == "first",
            Comment = Encoding.UTF8.GetBytes(options.Text("comment") ?? ""),
            Empty = [.. options.Texts("empty").Select(Encoding.UTF8.GetBytes)],
            Least = least,
        };
    }

    private static byte Mark(YamlShape options, string key, byte otherwise)
    {
        string? text = options.Text(key);
        if (text is null)
            return otherwise;
        if (text == "tab")
            return (byte)'\t';
        if (text.Length == 1 && char.IsAscii(text[0]))
            return (byte)text[0];
        options.Problem(options.Node(key)!.Position, $"'{key}: {text}' must be one ASCII character, or tab.");
        return otherwise;
    }

    private static PatternDecoder? Patterns(YamlShape shape, YamlNode node, ICollection<YamlProblem> problems)
    {
        shape.Node("patterns");
        if (node is not YamlList { Items.Count: > 0 } list)
        {
            shape.Problem(node.Position, "'patterns' is a list of at least one pattern with name and text.");
            return null;
        }

        List<string> names = ["pattern"];
        List<Pattern> patterns = [];
        foreach (YamlNode item in list.Items)
        {
            if (item is not YamlMap map)
            {
                shape.Problem(item.Position, "A pattern is a mapping with name and text.");
                continue;
            }

            YamlShape one = new(shape.File, map, problems);
            string? name = one.Text("name", required: true);
            string? text = one.Text("text", required: true);
            one.Close("A pattern");
            if (name is not null && text is not null && Parts(one, text, names) is { } parts)
                patterns.Add(new Pattern(name, parts));
        }

        return new PatternDecoder(names, [.. patterns]);
    }

    private static PatternPart[]? Parts(YamlShape shape, string text, List<string> names)
    {
        YamlPosition at = shape.Node("text")!.Position;
        IReadOnlyList<(string Text, bool IsHole)> split = Template.Split(text, out string? problem);
        if (problem is not null || split.Count == 0 || split.Count > Pattern.MostParts)
        {
            shape.Problem(at, problem ?? $"A pattern has 1 to {Pattern.MostParts} parts.");
            return null;
        }

        List<PatternPart> parts = [];
        foreach ((string part, bool isHole) in split)
        {
            if (!isHole)
            {
                parts.Add(new PatternPart(HoleKind.Literal, Encoding.UTF8.GetBytes(SocCore.Events.TextForm.ToNfc(part)), -1));
                continue;
            }

            int colon = part.IndexOf(':', StringComparison.Ordinal);
            string name = colon < 0 ? part : part[..colon];
            HoleKind? kind = colon < 0 ? HoleKind.First : Kind(part[(colon + 1)..]);
            if (kind is null)
            {
                shape.Problem(at, $"'{{{part}}}' has an unknown kind; use last, word, int, number, ip, kv or json.");
                return null;
            }

            if (parts.Count > 0 && parts[^1].Kind is HoleKind.First or HoleKind.Last or HoleKind.Pairs or HoleKind.Json)
                shape.Problem(at, $"'{{{part}}}' follows another hole without text between them; put the text that parts them, or give the first a kind such as int.");
            parts.Add(new PatternPart(kind.Value, [], SlotOf(name, names)));
        }

        return [.. parts];
    }

    private static int SlotOf(string name, List<string> names)
    {
        if (name.Length == 0)
            return -1;
        int at = names.IndexOf(name);
        if (at < 0)
        {
            at = names.Count;
            names.Add(name);
        }

        return Slot.First + at;
    }

    private static HoleKind? Kind(string text) => text switch
    {
        "last" => HoleKind.Last,
        "word" => HoleKind.Word,
        "int" => HoleKind.Integer,
        "number" => HoleKind.Number,
        "ip" => HoleKind.Address,
        "kv" => HoleKind.Pairs,
        "json" => HoleKind.Json,
        _ => null,
    };
}
