using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SocHost.Tests.Kibana;

/// <summary>
/// What is known of Kibana's saved objects import, since none can be run here: it looks at the request as Kibana does
/// (header, form, file name), collects the lines, refuses an object twice, and checks references to data views and searches.
/// </summary>
internal sealed class FakeKibana : IAsyncDisposable
{
    private static readonly string[] Types = ["dashboard", "search", "lens", "tag", "index-pattern", "visualization", "map"];
    private static readonly string[] CheckedReferences = ["index-pattern", "search"];
    private readonly WebApplication _app;

    private FakeKibana(WebApplication app) => _app = app;

    /// <summary>Its address.</summary>
    public Uri Url => new(_app.Urls.First());

    /// <summary>The path before all others.</summary>
    public string BasePath { get; init; } = "";

    /// <summary>The version that it says.</summary>
    public string Version { get; init; } = "9.1.2";

    /// <summary>The credentials that it wants; null for none.</summary>
    public string? Authorization { get; init; }

    /// <summary>How many requests it answers with 503 first, as while it starts.</summary>
    public int StartingFor { get; set; }

    /// <summary>What it answers to every import; null for what it finds out.</summary>
    public (int Status, string Body)? Answer { get; init; }

    /// <summary>The spaces with their objects.</summary>
    public Dictionary<string, Dictionary<string, JsonObject>> Spaces { get; } = new() { ["default"] = [] };

    /// <summary>Requests that came, as method and path with query.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>Starts one on a free port of this machine.</summary>
    public static async Task<FakeKibana> StartAsync(Func<WebApplication, FakeKibana>? make = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        WebApplication app = builder.Build();
        FakeKibana kibana = (make ?? (static a => new FakeKibana(a)))(app);
        app.Run(kibana.HandleAsync);
        await app.StartAsync();
        return kibana;
    }

    /// <summary>Makes one with other properties.</summary>
    public static FakeKibana Of(WebApplication app, string version = "9.1.2", string? authorization = null, string basePath = "", (int, string)? answer = null) =>
        new(app) { Version = version, Authorization = authorization, BasePath = basePath, Answer = answer };

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        Requests.Add($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}");
        (int status, JsonNode body) = await AnswerAsync(context.Request);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.WriteAsync(body.ToJsonString());
    }

    private async Task<(int, JsonNode)> AnswerAsync(HttpRequest request)
    {
        if (StartingFor-- > 0)
            return Error(503, "Kibana server is not ready yet");
        string path = request.Path.Value!;
        if (!path.StartsWith(BasePath, StringComparison.Ordinal))
            return Error(404, "Not Found");
        if (Authorization is not null && request.Headers.Authorization != Authorization)
            return Error(401, "[security_exception]: missing authentication credentials");
        string space = "default";
        path = path[BasePath.Length..];
        if (path.Split('/') is ["", "s", var name, .. var rest])
            (space, path) = (name, "/" + string.Join('/', rest));
        if (!Spaces.TryGetValue(space, out Dictionary<string, JsonObject>? objects))
            return Error(404, $"Saved object [space/{space}] not found");
        return (request.Method, path) switch
        {
            ("GET", "/api/status") => (200, new JsonObject { ["version"] = new JsonObject { ["number"] = Version }, ["status"] = new JsonObject { ["overall"] = new JsonObject { ["level"] = "available" } } }),
            ("POST", "/api/saved_objects/_import") when Answer is { } fixedAnswer => (fixedAnswer.Status, JsonNode.Parse(fixedAnswer.Body)!),
            ("POST", "/api/saved_objects/_import") => await ImportAsync(request, objects),
            _ => Error(404, "Not Found"),
        };
    }

    private static async Task<(int, JsonNode)> ImportAsync(HttpRequest request, Dictionary<string, JsonObject> there)
    {
        if (!request.Headers.ContainsKey("kbn-xsrf"))
            return Error(400, "Request must contain a kbn-xsrf header.");
        if (!request.HasFormContentType || (await request.ReadFormAsync()).Files is not [{ Name: "file" } file])
            return Error(415, "Unsupported Media Type");
        if (!file.FileName.EndsWith(".ndjson", StringComparison.Ordinal))
            return Error(400, $"Invalid file extension {Path.GetExtension(file.FileName)}");
        using StreamReader reader = new(file.OpenReadStream(), Encoding.UTF8, detectEncodingFromByteOrderMarks: false);
        List<JsonObject> lines = [];
        try
        {
            foreach (string line in (await reader.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries))
                lines.Add(JsonNode.Parse(line)!.AsObject());
        }
        catch (JsonException e)
        {
            return Error(400, $"Unexpected token: {e.Message}");
        }

        string[] twice = [.. lines.GroupBy(KeyOf).Where(static g => g.Count() > 1).Select(static g => g.Key)];
        if (twice.Length > 0)
            return Error(400, $"Non-unique import objects detected: [{string.Join(',', twice)}]");
        bool overwrite = request.Query["overwrite"] == "true";
        HashSet<string> known = [.. there.Keys, .. lines.Select(KeyOf)];
        JsonArray errors = [];
        int taken = 0;
        foreach (JsonObject one in lines)
        {
            JsonObject? error = Refusal(one, known, !overwrite && there.ContainsKey(KeyOf(one)));
            if (error is null)
            {
                there[KeyOf(one)] = one;
                taken++;
                continue;
            }

            errors.Add(new JsonObject
            {
                ["type"] = (string)one["type"]!,
                ["id"] = (string)one["id"]!,
                ["meta"] = new JsonObject { ["title"] = (string?)one["attributes"]?["title"] },
                ["error"] = error,
            });
        }

        JsonObject answer = new() { ["successCount"] = taken, ["success"] = errors.Count == 0 };
        if (errors.Count > 0)
            answer["errors"] = errors;
        return (200, answer);
    }

    private static JsonObject? Refusal(JsonObject one, HashSet<string> known, bool isThere)
    {
        if (!Types.Contains((string)one["type"]!))
            return new JsonObject { ["type"] = "unsupported_type" };
        JsonObject[] missing =
        [
            .. one["references"]!.AsArray().Select(static r => r!.AsObject())
                .Where(r => CheckedReferences.Contains((string)r["type"]!) && !known.Contains(KeyOf(r)))
                .Select(static r => new JsonObject { ["type"] = (string)r["type"]!, ["id"] = (string)r["id"]! }),
        ];
        if (missing.Length > 0)
            return new JsonObject { ["type"] = "missing_references", ["references"] = new JsonArray([.. missing]) };
        return isThere ? new JsonObject { ["type"] = "conflict" } : null;
    }

    private static string KeyOf(JsonObject one) => $"{(string?)one["type"]}:{(string?)one["id"]}";

    private static (int, JsonNode) Error(int status, string message) =>
        (status, new JsonObject { ["statusCode"] = status, ["error"] = "Error", ["message"] = message });
}
