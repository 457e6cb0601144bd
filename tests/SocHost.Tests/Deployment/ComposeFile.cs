using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace SocHost.Tests.Deployment;

/// <summary>A compose file with its anchors and merges resolved.</summary>
internal sealed class ComposeFile
{
    private readonly JsonElement _root;

    private ComposeFile(string json)
    {
        Json = json;
        _root = JsonDocument.Parse(json).RootElement;
    }

    /// <summary>The whole as JSON, for a schema.</summary>
    public string Json { get; }

    /// <summary>The names of the services.</summary>
    public IEnumerable<string> Services => Keys("services");

    public static ComposeFile Read(string path)
    {
        using StreamReader reader = File.OpenText(path);
        IDeserializer yaml = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build();
        object? tree = yaml.Deserialize(new MergingParser(new Parser(reader)));
        return new ComposeFile(JsonSerializer.Serialize(Plain(tree)));
    }

    /// <summary>Whether a service runs the program.</summary>
    public bool IsOurs(string service) => Text(service, "image").StartsWith("smartcity-soc:", StringComparison.Ordinal);

    public IReadOnlyList<string> Profiles(string service) => List(service, "profiles");

    public string Text(string service, string name) => Of(service).TryGetProperty(name, out JsonElement value) ? value.ToString().ToLowerInvariant() : "";

    public IReadOnlyList<string> List(string service, string name) =>
        Of(service).TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(static v => v.ToString())] : [];

    /// <summary>The settings that a service gets by its environment, as a settings file would have them.</summary>
    public string Settings(string service)
    {
        JsonObject root = [];
        if (Of(service).TryGetProperty("environment", out JsonElement environment))
        {
            foreach (JsonProperty variable in environment.EnumerateObject().Where(static v => v.Name.StartsWith("Soc__", StringComparison.Ordinal)))
                Put(root, variable.Name.Split("__"), variable.Value.ToString());
        }

        return root.ToJsonString();
    }

    private static void Put(JsonNode at, ReadOnlySpan<string> path, string value)
    {
        JsonNode? next = path.Length == 1 ? Typed(value) : null;
        if (at is JsonArray list)
        {
            int index = int.Parse(path[0], CultureInfo.InvariantCulture);
            while (list.Count <= index)
                list.Add(next ?? Empty(path[1]));
            if (path.Length > 1)
                Put(list[index]!, path[1..], value);
            return;
        }

        JsonObject map = (JsonObject)at;
        if (path.Length == 1)
            map[path[0]] = next;
        else
            Put(map[path[0]] ??= Empty(path[1]), path[1..], value);
    }

    private static JsonNode Empty(string child) => char.IsAsciiDigit(child[0]) ? new JsonArray() : new JsonObject();

    private static JsonNode Typed(string value) =>
        int.TryParse(value, CultureInfo.InvariantCulture, out int number) ? number : bool.TryParse(value, out bool flag) ? flag : value;

    /// <summary>Networks, volumes, secrets and services that something refers to and that are not declared.</summary>
    public IReadOnlyList<string> Dangling()
    {
        List<string> dangling = [];
        foreach (string service in Services)
        {
            Check(List(service, "networks"), "networks");
            Check(List(service, "secrets"), "secrets");
            Check(List(service, "volumes").Select(static v => v.Split(':')[0]).Where(static v => !v.StartsWith('.') && !v.StartsWith('/')), "volumes");
            if (Of(service).TryGetProperty("depends_on", out JsonElement needed))
                Check(needed.EnumerateObject().Select(static d => d.Name), "services");

            void Check(IEnumerable<string> names, string kind)
            {
                HashSet<string> known = [.. Keys(kind)];
                dangling.AddRange(names.Where(n => !known.Contains(n)).Select(n => $"{service}: {kind}/{n}"));
            }
        }

        return dangling;
    }

    private JsonElement Of(string service) => _root.GetProperty("services").GetProperty(service);

    private IEnumerable<string> Keys(string kind) => _root.GetProperty(kind).EnumerateObject().Select(static p => p.Name);

    /// <summary>YAML's maps have keys of any kind; JSON's and compose's are text.</summary>
    private static object? Plain(object? node) => node switch
    {
        IDictionary<object, object> map => map.ToDictionary(static p => p.Key.ToString()!, static p => Plain(p.Value)),
        IList<object> list => list.Select(Plain).ToList(),
        _ => node,
    };
}
