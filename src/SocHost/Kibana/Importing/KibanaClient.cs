using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using SocHost.Kibana.Objects;

namespace SocHost.Kibana.Importing;

/// <summary>Speaks Kibana's saved objects API: the version, and the import of a file.</summary>
internal sealed class KibanaClient(HttpClient http, KibanaTarget target, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>Waits until Kibana answers, at most so long; returns its version, null when it does not say.</summary>
    /// <exception cref="KibanaException">It does not answer, refuses, or is too old.</exception>
    public async Task<string?> WaitAsync(TimeSpan patience, CancellationToken cancel)
    {
        DateTimeOffset end = clock.GetUtcNow() + patience;
        while (true)
        {
            try
            {
                return await VersionAsync(cancel);
            }
            catch (KibanaException e) when (e.Passes && clock.GetUtcNow() + Pause < end)
            {
                await Task.Delay(Pause, clock, cancel);
            }
        }
    }

    /// <summary>Imports a file.</summary>
    /// <exception cref="KibanaException">The file as a whole is refused.</exception>
    public async Task<ImportOutcome> ImportAsync(string name, byte[] content, bool overwrite, CancellationToken cancel)
    {
        using MultipartFormDataContent form = [];
        ByteArrayContent file = new(content);
        file.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        form.Add(file, "file", name);
        using HttpRequestMessage request = new(HttpMethod.Post, target.Api($"/api/saved_objects/_import{(overwrite ? "?overwrite=true" : "")}")) { Content = form };
        // Without it Kibana takes the request for one that a foreign page makes a browser send.
        request.Headers.Add("kbn-xsrf", "true");
        JsonElement answer = await AskAsync(request, cancel);
        ImportRefusal[] refusals = [.. answer.Items("errors").Select(static e => Refusal(e))];
        if (!answer.Flag("success") && refusals.Length == 0)
            throw new KibanaException($"Kibana at {target.Name} says that the import of '{name}' failed and not why: {Short(answer.GetRawText())}; see its log");
        return new ImportOutcome(answer.Number("successCount") ?? 0, refusals);
    }

    private async Task<string?> VersionAsync(CancellationToken cancel)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, target.Api("/api/status"));
        JsonElement status = await AskAsync(request, cancel);
        string? level = status.Path("status", "overall")?.Text("level");
        if (level is not null and not "available" and not "degraded")
            throw new KibanaException($"Kibana at {target.Name} is {level}; wait until it is available, or give --wait 2m", passes: true);
        string? version = status.Member("version")?.Text("number");
        if (version is null && level is null)
            throw new KibanaException($"what answers at {target.Name} is no Kibana; correct --url, with the base path if it has one");
        if (version is not null && Pins.Compare(version, Pins.OldestKibana) < 0)
            throw new KibanaException($"Kibana at {target.Name} is {version}; the dashboards need {Pins.OldestKibana} or later, so upgrade it");
        return version;
    }

    private async Task<JsonElement> AskAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        try
        {
            using HttpResponseMessage response = await http.SendAsync(request, cancel);
            string text = await response.Content.ReadAsStringAsync(cancel);
            if (!response.IsSuccessStatusCode)
                throw Refused(response, text);
            return Json(text) ?? throw new KibanaException($"what answers at {target.Name} is no Kibana: it does not speak JSON; correct --url, with the base path if it has one");
        }
        catch (HttpRequestException e)
        {
            throw new KibanaException($"Kibana at {target.Name} cannot be reached: {e.Message}; start it, or correct --url", passes: e.HttpRequestError != HttpRequestError.SecureConnectionError);
        }
        catch (TaskCanceledException e) when (!cancel.IsCancellationRequested)
        {
            throw new KibanaException($"Kibana at {target.Name} did not answer in {http.Timeout.TotalSeconds} s: {e.Message}; look at its log", passes: true);
        }
    }

    private KibanaException Refused(HttpResponseMessage response, string text)
    {
        string said = Json(text)?.Text("message") ?? Short(text);
        string space = target.Space is { } name ? $"space '{name}'" : "the default space";
        return (int)response.StatusCode switch
        {
            401 => new KibanaException($"Kibana at {target.Name} does not know who asks (401: {said}); correct --api-key-file, or --user and --password-file"),
            403 => new KibanaException($"Kibana at {target.Name} does not allow the import into {space} (403: {said}); give the key or user the privilege Saved Objects Management, All"),
            404 => new KibanaException($"Kibana at {target.Name} has no such place (404: {said}); does {space} exist, and has --url the base path?"),
            413 => new KibanaException($"Kibana at {target.Name} finds the file too large (413); raise savedObjects.maxImportPayloadBytes, or import one dashboard at a time with --file"),
            >= 300 and < 400 => new KibanaException($"Kibana at {target.Name} sends elsewhere ({(int)response.StatusCode} to {response.Headers.Location}); correct --url, with the base path if it has one"),
            502 or 503 or 504 => new KibanaException($"Kibana at {target.Name} is not ready ({(int)response.StatusCode}: {said}); wait, or give --wait 2m", passes: true),
            var code => new KibanaException($"Kibana at {target.Name} refuses ({code}: {said}); run soc kibana lint over the file"),
        };
    }

    private static ImportRefusal Refusal(JsonElement error)
    {
        JsonElement? cause = error.Member("error");
        string reason = cause?.Text("type") switch
        {
            "conflict" => "it is there already; give --overwrite to replace it",
            "ambiguous_conflict" => "several objects there have this origin; delete the copies that are not wanted",
            "missing_references" => $"it needs {string.Join(", ", cause.Value.Items("references").Select(static r => $"{r.Text("type")}:{r.Text("id")}").Distinct())}, which is not there; import the whole bundle",
            "missing_data_view" => "its data view is not there; import the whole bundle",
            "unsupported_type" => "this Kibana does not know the type; upgrade it",
            var other => $"{other ?? "unknown"} ({cause?.Number("statusCode")}: {cause?.Text("message")}); see Kibana's log",
        };
        return new ImportRefusal(error.Text("type") ?? "", error.Text("id") ?? "", error.Member("meta")?.Text("title") ?? error.Text("title") ?? "", reason);
    }

    private static JsonElement? Json(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Short(string text) => text.Length <= 200 ? text.ReplaceLineEndings(" ") : text[..200].ReplaceLineEndings(" ") + "…";
}
