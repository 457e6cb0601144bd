using System.Globalization;
using System.Text;
using SocCollector.Formats;
using SocCollector.Sources.Mapping;
using SocCore.Events;
using SocCore.Yaml;

namespace SocCollector.Sources.Language;

/// <summary>Compiles <c>set</c>, <c>map</c>, <c>switch</c>, <c>drop</c> and <c>mask</c> into steps.</summary>
internal sealed class MappingReader(Names names, string space, SourceZone zone)
{
    private readonly HashSet<int> _written = [];
    private bool _setsTime;

    /// <summary>Compiles the top level; the constants of the top are joined with those of every event.</summary>
    public (ConstantBlock Constants, Step[] Steps) ReadTop(YamlShape shape, List<(Field, string, ValueKind)> always, ICollection<YamlProblem> problems)
    {
        List<(Field Field, string Text, ValueKind Kind)> constants = ReadSet(shape, problems);
        ConstantBlock block = new([.. always, .. constants]);
        foreach (int field in block.FieldIds)
            _written.Add(field);
        List<Step> steps = [];
        ReadMap(shape, steps, problems);
        ReadSwitch(shape, steps, problems);
        if (!_setsTime && names.TimeName is { } time && names.Of(time, out _) is >= 0 and int slot)
            steps.Insert(0, new TimeStep([slot], null, null, names.TimeFormat, null));
        if (!block.FieldIds.Contains(EcsField.EventKind.Id) && !_written.Contains(EcsField.EventKind.Id) && space.Length > 0)
            shape.Problem(shape.Node("set")?.Position ?? shape.Map.Position, "'event.kind' is not set; add set: { event.kind: event }, or metric for readings.");
        return (block, [.. steps]);
    }

    /// <summary>Compiles the rules by which lines are left out.</summary>
    public DropRule[] ReadDrops(YamlShape shape, ICollection<YamlProblem> problems)
    {
        List<DropRule> rules = [];
        foreach (YamlMap map in Items(shape, "drop"))
        {
            YamlShape rule = new(shape.File, map, problems);
            List<(int, byte[][])> conditions = [];
            if (rule.Shape("when", required: true) is { } when)
            {
                foreach (YamlEntry entry in when.Map.Entries)
                {
                    int slot = Slot(when, entry.Key, entry.Position);
                    if (slot >= 0)
                        conditions.Add((slot, [.. when.Texts(entry.Key).Select(Encoding.UTF8.GetBytes)]));
                }

                if (conditions.Count == 0)
                    when.Problem(when.Map.Position, "A rule without conditions leaves every line out; name a decoded field and its value.");
            }

            long keep = rule.Integer("keep_one_in") ?? 0;
            if (keep is < 0 or > 1_000_000)
                rule.Problem(rule.Node("keep_one_in")!.Position, $"'keep_one_in: {keep}' must be 1 to 1000000.");
            rule.Close("A drop rule");
            rules.Add(new DropRule([.. conditions], (int)keep));
        }

        return [.. rules];
    }

    /// <summary>The places of what is to be blotted out.</summary>
    public int[] ReadMask(YamlShape shape) =>
        [.. shape.Texts("mask").Select(name => Slot(shape, name, shape.Node("mask")!.Position)).Where(static s => s >= 0)];

    private List<Step> ReadBlock(YamlShape shape, ICollection<YamlProblem> problems)
    {
        List<Step> steps = [];
        List<(Field Field, string Text, ValueKind Kind)> constants = ReadSet(shape, problems);
        if (constants.Count > 0)
        {
            ConstantBlock block = new(constants);
            steps.Add(new SetStep(block, [.. block.FieldIds.Where(_written.Contains)]));
            foreach (int field in block.FieldIds)
                _written.Add(field);
        }

        ReadMap(shape, steps, problems);
        ReadSwitch(shape, steps, problems);
        return steps;
    }

    private List<(Field Field, string Text, ValueKind Kind)> ReadSet(YamlShape shape, ICollection<YamlProblem> problems)
    {
        List<(Field Field, string Text, ValueKind Kind)> constants = [];
        if (shape.Shape("set") is not { } set)
            return constants;
        List<string> categories = [];
        List<string> types = [];
        foreach (YamlEntry entry in set.Map.Entries)
        {
            Field? field = TargetNames.Field(set, entry.Key, entry.Position, space);
            IReadOnlyList<string> texts = set.Texts(entry.Key);
            if (field is null)
                continue;
            if (texts.Count > 1 && field is { IsArray: false, IsDeclared: true })
                set.Problem(entry.Value.Position, $"'{entry.Key}' has one value in ECS, not {texts.Count}; keep one.");
            foreach (string text in texts)
            {
                if (Constants.Of(field, text, out string? problem) is { } kind)
                    constants.Add((field, text, kind));
                else
                    set.Problem(entry.Value.Position, problem!);
            }

            if (field == EcsField.EventCategory)
                categories.AddRange(texts);
            if (field == EcsField.EventType)
                types.AddRange(texts);
        }

        bool both = set.Node("event.category") is null == set.Node("event.type") is null;
        if (!both)
            set.Problem(set.Map.Position, "'event.category' and 'event.type' stand together; set both, or none for readings and physical acts.");
        else if (EcsSchema.CheckCategories(categories, types) is { } wrong)
            set.Problem((set.Node("event.category") ?? set.Map).Position, wrong);
        return constants;
    }

    private void ReadMap(YamlShape shape, List<Step> steps, ICollection<YamlProblem> problems)
    {
        if (shape.Shape("map") is not { } map)
            return;
        foreach (YamlEntry entry in map.Map.Entries)
        {
            map.Node(entry.Key);
            bool time = entry.Key == EcsField.Timestamp.Name;
            Field? field = time ? EcsField.Timestamp : TargetNames.Field(map, entry.Key, entry.Position, space);
            if (field is null)
                continue;
            if (field == EcsField.EventCategory || field == EcsField.EventType)
            {
                map.Problem(entry.Position, $"'{entry.Key}' is only set by constants, so that its pair can be checked; use switch with set.");
                continue;
            }

            _setsTime |= time;
            Step? step = new EntryReader(this, map, entry, field, zone).Read(problems);
            if (step is not null)
                steps.Add(step);
            _written.Add(field.Id);
        }
    }

    private void ReadSwitch(YamlShape shape, List<Step> steps, ICollection<YamlProblem> problems)
    {
        foreach (YamlMap map in Items(shape, "switch"))
        {
            YamlShape one = new(shape.File, map, problems);
            string? on = one.Text("on", required: true);
            int slot = on is null ? -1 : Slot(one, on, one.Node("on")!.Position);
            List<SwitchCase> cases = [];
            List<(string, int)> equal = [];
            foreach (YamlMap inner in Items(one, "cases"))
                cases.Add(ReadCase(new YamlShape(shape.File, inner, problems), cases.Count, equal, problems));
            if (cases.Count == 0)
                one.Problem(map.Position, "A switch needs 'cases', a list.");
            one.Close("A switch");
            if (slot >= 0)
                steps.Add(new SwitchStep(slot, new TextTable(equal), [.. cases]));
        }
    }

    private SwitchCase ReadCase(YamlShape shape, int index, List<(string, int)> equal, ICollection<YamlProblem> problems)
    {
        IReadOnlyList<string> same = shape.Texts("is");
        foreach (string text in same)
        {
            if (equal.Exists(e => e.Item1 == text))
                shape.Problem(shape.Node("is")!.Position, $"'{text}' has a case already; the first is taken, remove one.");
            equal.Add((text, index));
        }

        IReadOnlyList<string> starts = shape.Texts("starts");
        IReadOnlyList<string> parts = shape.Texts("contains");
        double min = Number(shape, "min") ?? double.NegativeInfinity;
        double max = Number(shape, "max") ?? double.PositiveInfinity;
        bool? has = shape.Boolean("has");
        bool other = shape.Boolean("else") == true;
        if (same.Count == 0 && starts.Count == 0 && parts.Count == 0 && shape.Node("min") is null && shape.Node("max") is null && has is null && !other)
            shape.Problem(shape.Map.Position, "A case says when it fits: is, starts, contains, min, max, has or else.");
        // What one case writes another does not see, yet what follows the switch may be preceded by any of them.
        Step[] steps = [.. ReadBlock(shape, problems)];
        shape.Close("A case");
        return new SwitchCase([.. starts.Select(Encoding.UTF8.GetBytes)], [.. parts.Select(Encoding.UTF8.GetBytes)], min, max, has, other, steps);
    }

    private static double? Number(YamlShape shape, string key)
    {
        if (shape.Text(key) is not { } text)
            return null;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number))
            return number;
        shape.Problem(shape.Node(key)!.Position, $"'{key}: {text}' is no number.");
        return null;
    }

    private static IEnumerable<YamlMap> Items(YamlShape shape, string key)
    {
        YamlNode? node = shape.Node(key);
        if (node is null)
            yield break;
        if (node is not YamlList list)
        {
            shape.Problem(node.Position, $"'{key}' must be a list.");
            yield break;
        }

        foreach (YamlNode item in list.Items)
        {
            if (item is YamlMap map)
                yield return map;
            else
                shape.Problem(item.Position, $"'{key}' is a list of mappings, not of {item.Kind}.");
        }
    }

    /// <summary>The place of a decoded name; −1 after a problem was reported.</summary>
    public int Slot(YamlShape shape, string name, YamlPosition at)
    {
        int slot = names.Of(name, out string? problem);
        if (problem is not null)
            shape.Problem(at, problem);
        return slot;
    }

    /// <summary>The field as a target at this point of the mapping.</summary>
    public Target TargetOf(Field field) => ReservedFields.TargetOf(field, _written.Contains(field.Id));
}
