using System.Globalization;
using System.Text;
using SocCollector.Formats;
using SocCollector.Sources.Mapping;
using SocCore.Events;
using SocCore.Yaml;

namespace SocCollector.Sources.Language;

/// <summary>Compiles one entry of <c>map</c>: where the value of a field comes from, and what is done to it on the way.</summary>
internal sealed class EntryReader(MappingReader mapping, YamlShape parent, YamlEntry entry, Field field, SourceZone zone)
{
    /// <summary>The step; null after a problem was reported.</summary>
    public Step? Read(ICollection<YamlProblem> problems)
    {
        switch (entry.Value)
        {
            case YamlScalar { IsNull: false } or YamlList:
                int[] slots = Slots(parent.Texts(entry.Key), entry.Value.Position);
                return slots.Length == 0 ? null : Plain(slots);
            case YamlMap map:
                return ReadMap(new YamlShape(parent.File, map, problems));
            default:
                parent.Problem(entry.Value.Position, $"'{entry.Key}' needs the name of a decoded field.");
                return null;
        }
    }

    private Step Plain(int[] slots) => field == EcsField.Timestamp
        ? new TimeStep(slots, null, null, TimeFormat.Iso, null)
        : new MapStep(slots, mapping.TargetOf(field));

    private Step? ReadMap(YamlShape shape)
    {
        Step? step = shape.Node("from") is null ? Composed(shape) : FromField(shape);
        shape.Close($"'{entry.Key}'");
        return step;
    }

    private Step? Composed(YamlShape shape)
    {
        string? text = shape.Text("text");
        string? latitude = shape.Text("lat");
        string? longitude = shape.Text("lon");
        if (text is not null)
            return Join(shape, text);
        if (latitude is not null && longitude is not null && field.Type == FieldType.GeoPoint)
        {
            int north = mapping.Slot(shape, latitude, shape.Node("lat")!.Position);
            int east = mapping.Slot(shape, longitude, shape.Node("lon")!.Position);
            return north < 0 || east < 0 ? null : new GeoStep(north, east, mapping.TargetOf(field));
        }

        shape.Problem(shape.Map.Position, $"'{entry.Key}' needs 'from', or 'text', or for a geo_point 'lat' and 'lon'.");
        return null;
    }

    private Step? FromField(YamlShape shape)
    {
        int[] slots = Slots(shape.Texts("from"), shape.Node("from")!.Position);
        TextCut? cut = Cut(shape);
        string? format = shape.Text("format");
        string? zoneId = shape.Text("zone");
        string? hash = shape.Word("hash", [.. Enum.GetNames<IdentityKind>().Select(static n => n.ToLowerInvariant())]);
        string? decimalMark = shape.Text("decimal");
        string? split = shape.Text("split");
        string? letters = shape.Word("case", ["lower", "upper"]);
        decimal factor = Factor(shape);
        YamlShape? table = shape.Shape("table");
        string? other = shape.Text("else");
        if (slots.Length == 0)
            return null;
        if (field == EcsField.Timestamp || format is not null)
            return Time(shape, slots, cut, format, zoneId);
        if (zoneId is not null)
            shape.Problem(shape.Node("zone")!.Position, "'zone' goes with a time; add format, or remove it.");
        if (table is not null)
            return Table(shape, slots, cut, table, other);
        if (other is not null)
            shape.Problem(shape.Node("else")!.Position, "'else' goes with 'table'; add the table, or use a switch.");
        if (hash is not null)
            return new HashStep(slots, mapping.TargetOf(field), cut, Enum.Parse<IdentityKind>(hash, ignoreCase: true));
        return new MapStep(slots, mapping.TargetOf(field))
        {
            Cut = cut,
            Case = letters switch { "lower" => -1, "upper" => 1, _ => 0 },
            Split = Mark(shape, "split", split),
            DecimalMark = Mark(shape, "decimal", decimalMark),
            Factor = factor,
        };
    }

    private TimeStep? Time(YamlShape shape, int[] slots, TextCut? cut, string? format, string? zoneId)
    {
        string? problem = null;
        TimeFormat? read = format is null ? TimeFormat.Iso : TimeFormat.Parse(format, out problem);
        if (read is null)
        {
            shape.Problem(shape.Node("format")!.Position, problem!);
            return null;
        }

        if (field.Type != FieldType.Date)
        {
            shape.Problem(shape.Node("format")!.Position, $"'{field.Name}' is no time (it is {field.Type}); remove format.");
            return null;
        }

        SourceZone? own = zoneId is null ? zone : SourceZone.Find(zoneId);
        if (own is null)
            shape.Problem(shape.Node("zone")!.Position, $"'zone: {zoneId}' is unknown; use a name such as Asia/Ho_Chi_Minh, or an offset such as +07:00.");
        return new TimeStep(slots, field == EcsField.Timestamp ? null : mapping.TargetOf(field), cut, read, own);
    }

    private TableStep Table(YamlShape shape, int[] slots, TextCut? cut, YamlShape table, string? other)
    {
        List<(string, int)> rows = [];
        List<ConstantBlock> values = [];
        foreach (YamlEntry row in table.Map.Entries)
        {
            rows.Add((row.Key, values.Count));
            values.Add(Constant(table, table.Text(row.Key) ?? "", row.Value.Position));
        }

        ConstantBlock? fallback = other is null ? null : Constant(shape, other, shape.Node("else")!.Position);
        return new TableStep(slots, mapping.TargetOf(field), cut, new TextTable(rows), [.. values], fallback);
    }

    private ConstantBlock Constant(YamlShape shape, string text, YamlPosition at)
    {
        if (Constants.Of(field, text, out string? problem) is { } kind)
            return new ConstantBlock([(field, text, kind)]);
        shape.Problem(at, problem!);
        return new ConstantBlock([]);
    }

    private JoinStep? Join(YamlShape shape, string text)
    {
        List<(byte[]?, int)> parts = [];
        YamlPosition at = shape.Node("text")!.Position;
        foreach ((string part, bool isHole) in Template.Split(text, out string? problem))
        {
            if (!isHole)
            {
                parts.Add((Encoding.UTF8.GetBytes(part), -1));
                continue;
            }

            int slot = mapping.Slot(shape, part, at);
            if (slot < 0)
                return null;
            parts.Add((null, slot));
        }

        if (Template.Split(text, out string? wrong).Count == 0 || wrong is not null)
        {
            shape.Problem(at, wrong ?? "'text' is empty; write decoded fields in braces, as in \"{verb} {resource}\".");
            return null;
        }

        return new JoinStep([.. parts], mapping.TargetOf(field));
    }

    private int[] Slots(IReadOnlyList<string> from, YamlPosition at) =>
        [.. from.Select(name => mapping.Slot(parent, name, at)).Where(static s => s >= 0)];

    private static TextCut? Cut(YamlShape shape)
    {
        byte[]? Of(string key) => shape.Text(key) is { Length: > 0 } text ? Encoding.UTF8.GetBytes(text) : null;
        TextCut cut = new(Of("after"), Of("after_last"), Of("before"), Of("before_last"));
        return cut is { After: null, AfterLast: null, Before: null, BeforeLast: null } ? null : cut;
    }

    private static byte Mark(YamlShape shape, string key, string? text)
    {
        if (text is null)
            return 0;
        if (text.Length == 1 && char.IsAscii(text[0]))
            return (byte)text[0];
        shape.Problem(shape.Node(key)!.Position, $"'{key}: {text}' must be one ASCII character.");
        return 0;
    }

    private static decimal Factor(YamlShape shape)
    {
        if (shape.Text("times") is not { } text)
            return 1;
        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal factor) && factor != 0)
            return factor;
        shape.Problem(shape.Node("times")!.Position, $"'times: {text}' must be a number other than 0.");
        return 1;
    }
}
