using System.Text;
using SocCore.Conditions;
using SocCore.Yaml;

namespace SocCollector.Sources.Language;

/// <summary>Reads <c>claims</c>.</summary>
internal static class ClaimReader
{
    /// <summary>Reads the list; what is wrong is added to the problems.</summary>
    public static IReadOnlyList<Claim> Read(YamlShape shape, ICollection<YamlProblem> problems)
    {
        List<Claim> claims = [];
        switch (shape.Node("claims"))
        {
            case null:
                shape.Problem(shape.Map.Position, "'claims' is missing; say which lines are the source's own, as in - program: sshd.");
                break;
            case YamlList list when list.Items.Count > 0:
                foreach (YamlNode item in list.Items)
                {
                    if (item is YamlMap map)
                        claims.Add(ReadOne(new YamlShape(shape.File, map, problems)));
                    else
                        shape.Problem(item.Position, $"A claim must be a mapping, not {item.Kind}.");
                }

                break;
            case var other:
                shape.Problem(other.Position, "'claims' must be a list of at least one claim.");
                break;
        }

        return claims;
    }

    private static Claim ReadOne(YamlShape shape)
    {
        string[]? listeners = Some(shape.Texts("listener"));
        string[]? wires = Some(shape.Texts("wire"));
        string[]? programs = Some(shape.Texts("program"));
        string[]? starts = Some(shape.Texts("starts"));
        string[]? contains = Some(shape.Texts("contains"));
        string[]? hosts = Some(shape.Texts("host"));
        string[]? files = Some(shape.Texts("file"));
        string[]? peers = Some(shape.Texts("peer"));
        string[]? facilities = Some(shape.Texts("facility"));
        JsonMarker[]? markers = Markers(shape);
        shape.Close("A claim");
        (string Name, string[]? Values)[] parts =
        [
            ("listener", listeners), ("wire", wires), ("peer", peers), ("host", hosts), ("program", programs), ("facility", facilities),
            ("starts", starts), ("contains", contains), ("file", files),
            ("json", markers is null ? null : [.. markers.Select(static m => Encoding.UTF8.GetString(m.QuotedKey) + (m.Start is null ? "" : ":" + Encoding.UTF8.GetString(m.Start)))]),
        ];
        int count = parts.Count(static p => p.Values is not null);
        if (count == 0)
            shape.Problem(shape.Map.Position, "A claim without parts takes every line; name a listener, a program, a file or how the content starts.");
        string[] exact = [.. (programs ?? []).Where(static p => !p.EndsWith('*'))];
        string[] open = [.. (programs ?? []).Where(static p => p.EndsWith('*'))];
        if (exact.Length > 0 && open.Length > 0)
            shape.Problem(shape.Map.Position, "A claim names programs in full or by their beginning, not both; make two claims.");
        return new Claim
        {
            Listeners = listeners,
            Wires = wires,
            Peers = peers is null ? null : Networks(shape, peers),
            Hosts = hosts is null ? null : Array.ConvertAll(hosts, TextPattern.Parse),
            Programs = exact.Length == 0 ? null : Array.ConvertAll(exact, static p => p.ToLowerInvariant()),
            ProgramStarts = open.Length == 0 ? null : Array.ConvertAll(open, static p => Encoding.UTF8.GetBytes(p[..^1].ToLowerInvariant())),
            Facilities = facilities is null ? null : Array.ConvertAll(facilities, f => Facility(shape, f)),
            Starts = starts is null ? null : Array.ConvertAll(starts, Encoding.UTF8.GetBytes),
            Contains = contains is null ? null : Array.ConvertAll(contains, Encoding.UTF8.GetBytes),
            Files = files is null ? null : Array.ConvertAll(files, static f => new PathGlob(f)),
            Markers = markers,
            Parts = count,
            Position = shape.Map.Position,
            Signature = string.Join(", ", parts.Where(static p => p.Values is not null).Select(static p => $"{p.Name}: {string.Join('|', p.Values!.Order(StringComparer.Ordinal))}")),
        };
    }

    private static Network[] Networks(YamlShape shape, string[] peers)
    {
        List<Network> networks = [];
        foreach (string peer in peers)
        {
            try
            {
                networks.Add(Network.Parse(peer));
            }
            catch (FormatException e)
            {
                shape.Problem(shape.Node("peer")!.Position, e.Message);
            }
        }

        return [.. networks];
    }

    private static int Facility(YamlShape shape, string name)
    {
        int code = Array.IndexOf(SyslogFields.Facilities, name);
        if (code < 0)
            shape.Problem(shape.Node("facility")!.Position, $"'facility: {name}' is unknown; use one of {string.Join(", ", SyslogFields.Facilities)}.");
        return code;
    }

    private static JsonMarker[]? Markers(YamlShape shape)
    {
        switch (shape.Node("json"))
        {
            case null:
                return null;
            case YamlScalar key:
                return [Marker(key.Text, null)];
            case YamlList list:
                return [.. list.Items.OfType<YamlScalar>().Select(static k => Marker(k.Text, null))];
            case YamlMap map:
                List<JsonMarker> markers = [];
                foreach (YamlEntry entry in map.Entries)
                {
                    if (entry.Value is YamlList several)
                        markers.AddRange(several.Items.OfType<YamlScalar>().Select(s => Marker(entry.Key, s.Text)));
                    else if (entry.Value is YamlScalar start)
                        markers.Add(Marker(entry.Key, start.Text));
                    else
                        shape.Problem(entry.Value.Position, "'json' gives for each key how its text begins.");
                }

                return [.. markers];
            default:
                return null;
        }
    }

    private static JsonMarker Marker(string key, string? start) =>
        new(Encoding.UTF8.GetBytes($"\"{key}\""), start is null ? null : Encoding.UTF8.GetBytes(start));

    private static string[]? Some(IReadOnlyList<string> texts) => texts.Count == 0 ? null : [.. texts];
}
