using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace SocHost.Tests.Faults;

/// <summary>What lies on the server, counted by plain requests that have nothing in common with the program's own.</summary>
internal sealed class StoredCity(Uri node, string space, string prefix) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = node, Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>How many documents match.</summary>
    public async Task<long> CountAsync(string indices, string query = """{"match_all":{}}""")
    {
        await PostAsync($"{indices}/_refresh?ignore_unavailable=true", "");
        using JsonDocument answer = await PostAsync($"{indices}/_count?ignore_unavailable=true", $$"""{"query":{{query}}}""");
        return answer.RootElement.GetProperty("count").GetInt64();
    }

    /// <summary>Events of the numbered lines, at this moment.</summary>
    public Task<long> CountEventsAsync() => CountAsync($"logs-linux.*-{space}");

    /// <summary>Dead letters that no replay has stored.</summary>
    public Task<long> CountLettersAsync() => CountAsync($"{prefix}dead-letters", """{"bool":{"must_not":{"exists":{"field":"replayed"} } } }""");

    /// <summary>Reads every numbered event of every backing index: its line's number, its id, and its spool and sequence.</summary>
    public async Task<IReadOnlyList<(int Number, string Id, string Place)>> ReadEventsAsync()
    {
        string indices = $"logs-linux.*-{space}";
        await PostAsync($"{indices}/_refresh", "");
        List<(int, string, string)> events = [];
        JsonDocument page = await PostAsync($"{indices}/_search?scroll=1m", """{"size":5000,"sort":["_doc"],"_source":["event.original","soc.spool","soc.seq"]}""");
        while (true)
        {
            using JsonDocument answer = page;
            JsonElement[] hits = [.. answer.RootElement.GetProperty("hits").GetProperty("hits").EnumerateArray()];
            string scroll = answer.RootElement.GetProperty("_scroll_id").GetString()!;
            foreach (JsonElement hit in hits)
            {
                JsonElement source = hit.GetProperty("_source");
                string place = string.Create(CultureInfo.InvariantCulture, $"{source.GetProperty("soc").GetProperty("spool")}/{source.GetProperty("soc").GetProperty("seq")}");
                events.Add((PacedLines.NumberOf(source.GetProperty("event").GetProperty("original").GetString()!), hit.GetProperty("_id").GetString()!, place));
            }

            if (hits.Length == 0)
            {
                using HttpRequestMessage close = new(HttpMethod.Delete, "_search/scroll") { Content = JsonContent.Create(new { scroll_id = scroll }) };
                using HttpResponseMessage closed = await _http.SendAsync(close);
                return events;
            }

            page = await PostAsync("_search/scroll", JsonSerializer.Serialize(new { scroll = "1m", scroll_id = scroll }));
        }
    }

    /// <summary>A request of the test's own: settings, rollover, a mapping.</summary>
    public async Task<JsonDocument> SendAsync(HttpMethod method, string path, string body = "")
    {
        using HttpRequestMessage request = new(method, path);
        if (body.Length > 0)
            request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await _http.SendAsync(request);
        string text = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"{method} {path}: {(int)answer.StatusCode} {text}");
        return JsonDocument.Parse(text);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private Task<JsonDocument> PostAsync(string path, string body) => SendAsync(HttpMethod.Post, path, body);
}
