using System.Text;
using SocCollector.Formats;
using SocCollector.Sources.Mapping;
using SocCore.Conditions;
using SocCore.Events;
using SocCore.Rules;
using SocCore.Time;
using SocCore.Yaml;

namespace SocCollector.Sources.Language;

/// <summary>Compiles one source file.</summary>
internal static class SourceReader
{
    private const int LongestDataset = 100;
    private static readonly TimeSpan LongestLead = TimeSpan.FromDays(1);

    /// <summary>Reads and compiles; null when something essential is wrong. All that is wrong is added to the problems.</summary>
    public static Source? Read(SourceFile file, SourceContext context, ICollection<YamlProblem> problems)
    {
        YamlShape shape = new(file.Path, file.Map, problems);
        string id = shape.Text("id", required: true) ?? file.ExpectedId;
        if (id != file.ExpectedId)
            shape.Problem(shape.Node("id")!.Position, $"'id: {id}' does not fit the file's place; write id: {file.ExpectedId} or move the file.");
        string system = shape.Text("system", required: true) ?? "";
        if (system.Length > 0 && id.Split('/')[0] != system)
            shape.Problem(shape.Node("system")!.Position, $"'system: {system}' is not the folder that the file lies in; write system: {id.Split('/')[0]}.");
        shape.Text("like");
        (string vietnamese, string english) = Title(shape);
        string dataset = Dataset(shape);
        string space = shape.Text("namespace") ?? dataset.Split('.')[0];
        SourceZone zone = Zone(shape);
        TimeSpan lead = Span(shape, "lead") ?? TimeSpan.FromMinutes(5);
        if (lead > LongestLead)
            shape.Problem(shape.Node("lead")!.Position, $"'lead: {shape.Text("lead")}' is more than a day; a source whose clock is that wrong needs a format or timezone.");
        string? agency = shape.Text("agency");
        string? agencyName = shape.Text("agency_name");
        string? host = shape.Word("host", ["host.name", "observer.hostname", "none"]);
        bool keeps = shape.Word("rest", ["keep", "drop"]) != "drop";
        bool dead = shape.Word("unmatched", ["keep", "dead"]) == "dead";
        EnvelopeKind envelope = shape.Word("envelope", ["syslog", "none"]) switch { "syslog" => EnvelopeKind.Syslog, "none" => EnvelopeKind.None, _ => EnvelopeKind.Auto };
        IReadOnlyList<Claim> claims = ClaimReader.Read(shape, problems);
        ContentDecoder? decoder = FormatReader.Read(shape, problems);
        (TimeSpan? day, TimeSpan? night, Field? group) = Rhythm(shape);
        IReadOnlyList<DatasetLogSource> offers = Offers(shape, dataset, problems);
        if (decoder is null)
        {
            Skip(shape);
            return null;
        }

        Names names = new(decoder);
        MappingReader mapping = new(names, space == "ecs" ? "" : space, zone);
        (ConstantBlock constants, Step[] steps) = mapping.ReadTop(shape, Always(id, system, dataset), problems);
        DropRule[] drops = mapping.ReadDrops(shape, problems);
        int[] masked = mapping.ReadMask(shape);
        shape.Close("A source");
        return new Source
        {
            Profile = new SourceProfile(context.IndexOf(id), id, system, vietnamese, english, agency, dataset, day, night, group),
            Claims = claims,
            Envelope = envelope,
            Decoder = decoder,
            Layout = new FieldLayout(decoder.Names, names.Open, keeps, names.ReadsContext),
            Constants = constants,
            Steps = steps,
            Drops = drops,
            Masked = masked,
            Zone = zone,
            Lead = lead.Ticks,
            Host = host switch { "none" => null, "observer.hostname" => Fields.Get(host), _ => EcsField.HostName },
            Namespace = space == "ecs" ? [] : Encoding.UTF8.GetBytes(space + "."),
            UnmatchedIsDead = dead,
            Keys = context.Keys,
            Owner = agency is null ? null : new Owner(agency, agencyName, null),
            Counters = context.CountersOf(id),
            Offers = offers,
        };
    }

    /// <summary>After a format that cannot be used, the keys that depend on it are not looked at: their problems would only repeat it.</summary>
    private static void Skip(YamlShape shape)
    {
        foreach (string key in (string[])["set", "map", "switch", "drop", "mask"])
            shape.Node(key);
        shape.Close("A source");
    }

    private static List<(Field, string, ValueKind)> Always(string id, string system, string dataset) =>
    [
        (EcsField.EcsVersion, EcsSchema.Version, ValueKind.Text),
        (EcsField.EventDataset, dataset, ValueKind.Text),
        (EcsField.EventModule, dataset.Split('.')[0], ValueKind.Text),
        (EcsField.DataStreamDataset, dataset, ValueKind.Text),
        (EcsField.CitySystem, system, ValueKind.Text),
        (EcsField.SocSource, id, ValueKind.Text),
    ];

    private static (string Vietnamese, string English) Title(YamlShape shape)
    {
        if (shape.Shape("title", required: true) is not { } title)
            return ("", "");
        string vietnamese = title.Text("vi", required: true) ?? "";
        string english = title.Text("en", required: true) ?? "";
        title.Close("A title");
        return (vietnamese, english);
    }

    private static string Dataset(YamlShape shape)
    {
        string dataset = shape.Text("dataset", required: true) ?? "";
        bool good = dataset.Length is > 0 and <= LongestDataset && dataset.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '_') && dataset.Contains('.', StringComparison.Ordinal);
        if (!good && dataset.Length > 0)
            shape.Problem(shape.Node("dataset")!.Position, $"'dataset: {dataset}' must be <product>.<stream> in lower case letters, digits and underscores, at most {LongestDataset} characters, as in nginx.access.");
        return dataset;
    }

    private static SourceZone Zone(YamlShape shape)
    {
        string? id = shape.Text("timezone");
        SourceZone? zone = id is null ? SourceZone.City : SourceZone.Find(id);
        if (zone is null)
            shape.Problem(shape.Node("timezone")!.Position, $"'timezone: {id}' is unknown; use a name such as Asia/Ho_Chi_Minh, or an offset such as +07:00.");
        return zone ?? SourceZone.City;
    }

    private static TimeSpan? Span(YamlShape shape, string key)
    {
        string? text = shape.Text(key);
        if (text is null || Timespans.TryParse(text, out TimeSpan span) && span > TimeSpan.Zero)
            return text is null ? null : Timespans.TryParse(text, out span) ? span : null;
        shape.Problem(shape.Node(key)!.Position, $"'{key}: {text}' is no span of time; write a number and s, m, h or d, as in 15m.");
        return null;
    }

    private static (TimeSpan? Day, TimeSpan? Night, Field? Group) Rhythm(YamlShape shape)
    {
        if (shape.Shape("rhythm") is not { } rhythm)
            return (null, null, null);
        TimeSpan? day = Span(rhythm, "silent_after");
        TimeSpan? night = Span(rhythm, "silent_after_night");
        string? group = rhythm.Text("group");
        if (day is null && rhythm.Node("silent_after") is null)
            rhythm.Problem(rhythm.Map.Position, "'silent_after' is missing; say what the longest normal gap is, as in silent_after: 15m.");
        Field? field = group is null ? null : Fields.Find(group);
        if (group is not null && field is not { IsDeclared: true })
            rhythm.Problem(rhythm.Node("group")!.Position, $"'group: {group}' is no field of ECS or the city; use one such as host.name or city.asset.id.");
        rhythm.Close("A rhythm");
        return (day, night, field);
    }

    private static List<DatasetLogSource> Offers(YamlShape shape, string dataset, ICollection<YamlProblem> problems)
    {
        List<DatasetLogSource> offers = [];
        switch (shape.Node("logsources"))
        {
            case null:
                break;
            case YamlList list:
                foreach (YamlNode item in list.Items)
                {
                    if (item is YamlMap map)
                        offers.Add(Offer(new YamlShape(shape.File, map, problems), dataset));
                    else
                        shape.Problem(item.Position, $"A log source must be a mapping, not {item.Kind}.");
                }

                break;
            case var other:
                shape.Problem(other.Position, "'logsources' must be a list.");
                break;
        }

        return offers;
    }

    private static DatasetLogSource Offer(YamlShape shape, string dataset)
    {
        LogSource logSource = new(shape.Text("category"), shape.Text("product"), shape.Text("service"));
        if (logSource is { Category: null, Product: null, Service: null })
            shape.Problem(shape.Map.Position, "A log source without category, product and service says nothing; name one.");
        List<Condition> all = [];
        if (shape.Shape("when") is { } when)
        {
            foreach (YamlEntry entry in when.Map.Entries)
            {
                Condition[] any = [.. when.Texts(entry.Key).Select(t => new TextLeaf(FieldRef.Of(entry.Key), TextPattern.Exactly(t)))];
                if (Fields.Find(entry.Key) is not { IsDeclared: true })
                    when.Problem(entry.Position, $"'{entry.Key}' is no field of ECS or the city.");
                all.Add(any.Length == 1 ? any[0] : new Any(any));
            }
        }

        shape.Close("A log source");
        return new DatasetLogSource(dataset, logSource, all.Count == 0 ? null : all.Count == 1 ? all[0] : new All([.. all]));
    }
}
