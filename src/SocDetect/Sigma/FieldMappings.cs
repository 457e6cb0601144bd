using System.Collections.Concurrent;
using SocCore.Rules;
using SocCore.Yaml;

namespace SocDetect.Sigma;

/// <summary>
/// The field mappings of <c>rules/mappings/*.yml</c>: Sigma's taxonomy to ECS, as versioned data. In a file:
/// <code>
/// version: 1
/// mappings:
///   - logsource: { product: windows }          # applies to rules that set at least these attributes
///     own: winlog.event_data.                   # the namespace in which the source's own fields are kept
///     fields:
///       CommandLine: process.command_line       # Sigma name: ECS name
///       Channel: { own: winlog.channel }        # where the source's own name is another one
///       EventID: { own: winlog.event_id, ecs: event.code }
/// </code>
/// A rule reads the source's own field where the event has it and the ECS field otherwise. Of several mappings that apply,
/// those with more attributes win, name by name. A name without mapping is the source's own field.
/// </summary>
internal sealed class FieldMappings
{
    /// <summary>The version of the format that this program reads.</summary>
    public const int Version = 1;

    private readonly List<Mapping> _mappings = [];
    private readonly ConcurrentDictionary<LogSource, FieldNames> _cache = new();

    public static FieldMappings Load(IEnumerable<string> files, ICollection<YamlProblem> problems)
    {
        FieldMappings all = new();
        foreach (string file in files)
        {
            foreach (YamlNode document in YamlFile.Read(file, File.ReadAllText(file), problems))
                all.Add(file, document, problems);
        }

        all._mappings.Sort(static (a, b) => a.Attributes.CompareTo(b.Attributes));
        return all;
    }

    /// <summary>The names for rules of that log source.</summary>
    public FieldNames For(LogSource source) => _cache.GetOrAdd(source, Combine);

    private FieldNames Combine(LogSource source)
    {
        string prefix = "";
        Dictionary<string, MappedField> fields = new(StringComparer.Ordinal);
        foreach (Mapping mapping in _mappings)
        {
            if (!mapping.Source.Accepts(source))
                continue;
            prefix = mapping.Prefix ?? prefix;
            foreach ((string name, MappedField field) in mapping.Fields)
                fields[name] = field;
        }

        bool windows = string.Equals(source.Product, "windows", StringComparison.OrdinalIgnoreCase);
        return new FieldNames(prefix, windows, fields);
    }

    private void Add(string file, YamlNode document, ICollection<YamlProblem> problems)
    {
        if (document is not YamlMap map)
        {
            problems.Add(new YamlProblem(file, document.Position, $"A field mapping must be a mapping with 'version' and 'mappings', not {document.Kind}."));
            return;
        }

        YamlShape shape = new(file, map, problems);
        if (shape.Integer("version") is not Version)
            shape.Problem(map.Position, $"'version' must be {Version}, the format that this program reads.");
        switch (shape.Node("mappings"))
        {
            case YamlList list:
                foreach (YamlNode item in list.Items)
                {
                    if (item is YamlMap one)
                        AddOne(new YamlShape(file, one, problems));
                    else
                        shape.Problem(item.Position, $"An entry of 'mappings' must be a mapping, not {item.Kind}.");
                }

                break;
            case var other:
                shape.Problem(other?.Position ?? map.Position, "'mappings' must be a list; see the other files in this folder.");
                break;
        }

        shape.Close("A field mapping");
    }

    private void AddOne(YamlShape shape)
    {
        LogSource source = new();
        if (shape.Shape("logsource", required: true) is { } where)
        {
            source = new LogSource(where.Text("category"), where.Text("product"), where.Text("service"));
            where.Close("The log source of a mapping");
        }

        string? prefix = shape.Text("own");
        Dictionary<string, MappedField> fields = new(StringComparer.Ordinal);
        if (shape.Shape("fields", required: true) is { } names)
        {
            foreach (YamlEntry entry in names.Map.Entries)
            {
                if (entry.Value is YamlScalar { IsNull: false } ecs)
                {
                    fields[entry.Key] = new MappedField(null, ecs.Text);
                }
                else if (entry.Value is YamlMap both)
                {
                    YamlShape pair = new(shape.File, both, new List<YamlProblem>());
                    fields[entry.Key] = new MappedField(pair.Text("own"), pair.Text("ecs"));
                }
                else
                {
                    shape.Problem(entry.Value.Position, $"The field '{entry.Key}' must be mapped to an ECS name, or to {{ own, ecs }}.");
                }
            }
        }

        shape.Close("A mapping");
        int attributes = (source.Category is null ? 0 : 1) + (source.Product is null ? 0 : 1) + (source.Service is null ? 0 : 1);
        _mappings.Add(new Mapping(source, attributes, prefix, fields));
    }

    private sealed record Mapping(LogSource Source, int Attributes, string? Prefix, Dictionary<string, MappedField> Fields);
}
