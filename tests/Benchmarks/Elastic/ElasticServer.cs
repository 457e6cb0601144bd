using System.Text.Json;

namespace Benchmarks.Elastic;

/// <summary>What the server says of itself and of a run's streams; questions that cost it next to nothing.</summary>
internal sealed class ElasticServer(Uri address) : IDisposable
{
    private readonly HttpClient _client = new() { BaseAddress = address };

    /// <summary>Product and version.</summary>
    public async Task<string> GetVersionAsync()
    {
        using JsonDocument answer = await AskAsync("");
        return answer.RootElement.GetProperty("version").GetProperty("number").GetString()!;
    }

    /// <summary>Documents that it has indexed into the streams of a namespace, whether a search finds them yet or not.</summary>
    public async Task<long> GetIndexedAsync(string space)
    {
        using JsonDocument answer = await AskAsync($"logs-*-{space}/_stats/indexing?filter_path=_all.primaries.indexing.index_total,_all.primaries.indexing.index_failed");
        return answer.RootElement.TryGetProperty("_all", out JsonElement all) && all.TryGetProperty("primaries", out JsonElement primaries) && primaries.TryGetProperty("indexing", out JsonElement indexing)
            ? indexing.GetProperty("index_total").GetInt64()
            : 0;
    }

    /// <summary>Documents that a search finds.</summary>
    public async Task<long> CountAsync(string space)
    {
        (await _client.PostAsync(new Uri($"logs-*-{space}/_refresh", UriKind.Relative), content: null)).Dispose();
        using JsonDocument answer = await AskAsync($"logs-*-{space}/_count");
        return answer.RootElement.GetProperty("count").GetInt64();
    }

    /// <summary>Processor seconds of its process so far.</summary>
    public async Task<double> GetCpuSecondsAsync()
    {
        using JsonDocument answer = await AskAsync("_nodes/stats/process?filter_path=nodes.*.process.cpu.total_in_millis");
        return answer.RootElement.GetProperty("nodes").EnumerateObject().Sum(static n => n.Value.GetProperty("process").GetProperty("cpu").GetProperty("total_in_millis").GetInt64()) / 1000.0;
    }

    /// <summary>Waits until it has indexed so many documents.</summary>
    /// <exception cref="TimeoutException">None has come for half a minute.</exception>
    public async Task WaitForAsync(string space, long documents, Func<bool> isAlive, CancellationToken cancel)
    {
        long seen = 0;
        long grown = Environment.TickCount64;
        while (true)
        {
            long now = await GetIndexedAsync(space);
            if (now >= documents)
                return;
            if (now != seen)
                (seen, grown) = (now, Environment.TickCount64);
            if (Environment.TickCount64 - grown > 30_000 || (!isAlive() && await GetIndexedAsync(space) < documents))
                throw new TimeoutException($"The server has {now} of {documents} documents and no more come.");
            await Task.Delay(20, cancel);
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<JsonDocument> AskAsync(string path) => JsonDocument.Parse(await _client.GetStringAsync(new Uri(path, UriKind.Relative)));
}
