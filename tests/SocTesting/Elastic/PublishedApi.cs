using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;
using Xunit;

namespace SocTesting.Elastic;

/// <summary>
/// Elasticsearch's published API specification, as the official request converter carries it: which calls there are, with
/// which parameters and which parts of a body. Fetched once into <c>.cache</c>; a test is skipped by name where it cannot be had.
/// </summary>
public sealed class PublishedApi
{
    private const string Package = "@elastic/request-converter";
    private const string Version = "8.19.1";

    private readonly List<(string[] Segments, HashSet<string> Methods, JsonElement Request)> _calls = [];
    private readonly Dictionary<string, JsonElement> _types = [];

    private PublishedApi(JsonElement schema)
    {
        foreach (JsonElement type in schema.GetProperty("types").EnumerateArray())
            _types.TryAdd(NameOf(type.GetProperty("name")), type);
        foreach (JsonElement endpoint in schema.GetProperty("endpoints").EnumerateArray())
        {
            if (!endpoint.TryGetProperty("request", out JsonElement request) || request.ValueKind != JsonValueKind.Object || !_types.TryGetValue(NameOf(request), out JsonElement type))
                continue;
            foreach (JsonElement url in endpoint.GetProperty("urls").EnumerateArray())
                _calls.Add((Split(url.GetProperty("path").GetString()!), [.. url.GetProperty("methods").EnumerateArray().Select(static m => m.GetString()!)], type));
        }
    }

    /// <summary>The specification; skips the running test when it cannot be had.</summary>
    public static async Task<PublishedApi> GetAsync(CancellationToken cancel)
    {
        string folder = Path.Combine(SharedData.Root, ".cache", "elasticsearch-api");
        string file = Path.Combine(folder, $"schema-{Version}.json");
        if (!File.Exists(file))
        {
            Directory.CreateDirectory(folder);
            if (await FetchAsync(folder, file, cancel) is { } reason)
                Assert.Skip($"Elasticsearch's API specification ({Package} {Version}) cannot be had: {reason}");
        }

        using FileStream stream = File.OpenRead(file);
        JsonDocument document = await JsonDocument.ParseAsync(stream, default, cancel);
        return new PublishedApi(document.RootElement);
    }

    /// <summary>What of a call the specification does not know; null when it knows all.</summary>
    public string? Check(string method, string pathAndQuery, string body, bool isLines)
    {
        string[] parts = pathAndQuery.Split('?', 2);
        string[] path = Split(parts[0]);
        List<(string[] Segments, HashSet<string> Methods, JsonElement Request)> found = [.. _calls
            .Where(c => c.Methods.Contains(method) && Matches(c.Segments, path))
            .OrderByDescending(static c => c.Segments.Count(static s => s[0] != '{'))];
        if (found.Count == 0)
            return "there is no such call";
        JsonElement request = found[0].Request;
        HashSet<string> known = [.. request.GetProperty("query").EnumerateArray().Select(static q => q.GetProperty("name").GetString()!)];
        if (request.TryGetProperty("attachedBehaviors", out JsonElement behaviors))
        {
            foreach (JsonElement behavior in behaviors.EnumerateArray())
                known.UnionWith(_types[$"_spec_utils.{behavior.GetString()}"].GetProperty("properties").EnumerateArray().Select(static p => p.GetProperty("name").GetString()!));
        }

        if (parts.Length > 1 && parts[1].Split('&').Select(static p => p.Split('=')[0]).FirstOrDefault(p => !known.Contains(p)) is { } parameter)
            return $"it has no parameter '{parameter}'";
        return isLines ? null : CheckBody(request.GetProperty("body"), body);
    }

    private static string? CheckBody(JsonElement specified, string body)
    {
        string kind = specified.GetProperty("kind").GetString()!;
        if (kind == "no_body")
            return body.Length == 0 ? null : "it has no body";
        if (kind != "properties" || body.Length == 0)
            return null;
        HashSet<string> known = [];
        foreach (JsonElement property in specified.GetProperty("properties").EnumerateArray())
        {
            known.Add(property.GetProperty("name").GetString()!);
            if (property.TryGetProperty("aliases", out JsonElement aliases))
                known.UnionWith(aliases.EnumerateArray().Select(static a => a.GetString()!));
        }

        using JsonDocument document = JsonDocument.Parse(body);
        foreach (JsonProperty property in document.RootElement.EnumerateObject())
        {
            if (!known.Contains(property.Name))
                return $"its body has no '{property.Name}'";
        }

        return null;
    }

    private static bool Matches(string[] segments, string[] path)
    {
        if (segments.Length != path.Length)
            return false;
        for (int i = 0; i < path.Length; i++)
        {
            // A name of the user's never begins with an underscore; _all and the like are not used.
            if (segments[i][0] == '{' ? path[i][0] == '_' : segments[i] != path[i])
                return false;
        }

        return true;
    }

    private static string[] Split(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries);

    private static string NameOf(JsonElement name) => $"{name.GetProperty("namespace").GetString()}.{name.GetProperty("name").GetString()}";

    /// <summary>Fetches the package with its registry's own client; says why it cannot.</summary>
    private static async Task<string?> FetchAsync(string folder, string file, CancellationToken cancel)
    {
        try
        {
            ProcessStartInfo info = new("npm") { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (string argument in (string[])["pack", "--silent", $"{Package}@{Version}"])
                info.ArgumentList.Add(argument);
            using Process process = Process.Start(info)!;
            Task<string> said = process.StandardOutput.ReadToEndAsync(cancel);
            string trouble = await process.StandardError.ReadToEndAsync(cancel);
            await process.WaitForExitAsync(cancel);
            if (process.ExitCode != 0)
                return trouble.Trim();
            string package = Path.Combine(folder, (await said).Trim().Split('\n')[^1]);
            await using FileStream packed = File.OpenRead(package);
            await using GZipStream unpacked = new(packed, CompressionMode.Decompress);
            await using TarReader tar = new(unpacked);
            while (await tar.GetNextEntryAsync(cancellationToken: cancel) is { } entry)
            {
                if (entry.Name == "package/dist/schema.json")
                    await entry.ExtractToFileAsync(file, overwrite: true, cancel);
            }

            return File.Exists(file) ? null : "the package has no schema.json";
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return $"npm cannot be started ({e.Message})";
        }
    }
}
