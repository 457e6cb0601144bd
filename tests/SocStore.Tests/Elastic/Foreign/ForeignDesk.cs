using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SocCore.Events;
using SocCore.Storage;
using SocStore.Elastic.Foreign;
using SocStore.Elastic.Gateway;
using SocTesting;
using SocTesting.Elastic;

namespace SocStore.Tests.Elastic.Foreign;

/// <summary>Somebody else's indices on a real server, and a reading of them whose commits are kept.</summary>
internal sealed class ForeignDesk : IAsyncDisposable
{
    private readonly HashSet<string> _indices = [];
    private readonly Dictionary<string, string> _committed = [];
    private IForeignReading? _reading;
    private int _count;

    private ForeignDesk(ElasticTestSpace space) => Space = space;

    public ElasticTestSpace Space { get; }

    public FakeTimeProvider Clock { get; } = new(Some.Time);

    /// <summary>Everything that was listed, in order.</summary>
    public List<LedgerRow> Ledger { get; } = [];

    /// <summary>The largest batch that came.</summary>
    public int Largest { get; private set; }

    /// <summary>The reading, for looking at it.</summary>
    public ForeignReading? Reading => _reading as ForeignReading;

    public static async Task<ForeignDesk> MakeAsync(SearchServers servers, SearchServer server, params ForeignPattern[] patterns) => new(await ElasticTestSpace.MakeAsync(
        servers, server, with: options => options with
        {
            Foreign = new ForeignOptions { Patterns = [.. patterns.Select(p => p with { Pattern = p.Pattern.Replace("NS", options.Namespace, StringComparison.Ordinal) })] },
        }));

    /// <summary>The name of an index of this space.</summary>
    public string Index(string name) => $"{name}-{Space.Options.Namespace}-2026";

    /// <summary>Makes an index with settings and mappings of its own.</summary>
    public async Task MakeIndexAsync(string name, string body)
    {
        _indices.Add(Index(name));
        await SendAsync(HttpMethod.Put, Index(name), body);
    }

    /// <summary>Writes documents and shows them to searches; gives their names.</summary>
    public async Task<IReadOnlyList<string>> WriteAsync(string name, params IReadOnlyList<string> documents)
    {
        _indices.Add(Index(name));
        StringBuilder lines = new();
        List<string> names = [];
        foreach (string document in documents)
        {
            names.Add(string.Create(CultureInfo.InvariantCulture, $"d{++_count}"));
            lines.Append(new JsonObject { ["create"] = new JsonObject { ["_id"] = names[^1] } }.ToJsonString()).Append('\n').Append(document).Append('\n');
        }

        using ElasticResponse answer = await Space.Gateway.SendAsync(ElasticRequest.Lines($"{Index(name)}/_bulk?refresh=true", Encoding.UTF8.GetBytes(lines.ToString())), CancellationToken.None);
        if (answer.Root.GetProperty("errors").GetBoolean())
            throw new InvalidOperationException(answer.Root.GetRawText());
        return names;
    }

    public async Task SendAsync(HttpMethod method, string path, string body = "") =>
        (await Space.Gateway.SendAsync(new ElasticRequest(method, path) { Body = Encoding.UTF8.GetBytes(body) }, CancellationToken.None)).Dispose();

    /// <summary>A document at so many seconds after the shared time.</summary>
    public static string At(double second, string message, bool isIngested = false)
    {
        string time = Rfc3339.Format(Some.Time.AddSeconds(second));
        JsonObject document = new() { ["@timestamp"] = isIngested ? "2026-01-01T00:00:00.000Z" : time, ["message"] = message };
        if (isIngested)
            document["event"] = new JsonObject { ["ingested"] = time };
        return document.ToJsonString();
    }

    /// <summary>Reads until nothing waits; a mark before what may be a repeat.</summary>
    public async Task<IReadOnlyList<string>> ReadAsync()
    {
        List<string> read = [];
        foreach ((string message, bool isRepeat, _) in await ReadEventsAsync())
            read.Add(isRepeat ? "again " + message : message);
        return read;
    }

    /// <summary>The same with the ids.</summary>
    public async Task<IReadOnlyList<(string Message, bool IsRepeat, EventId Id)>> ReadEventsAsync()
    {
        List<(string, bool, EventId)> read = [];
        _reading ??= await new ElasticForeignEvents(Space.Gateway, Clock, NullLogger.Instance).OpenAsync((name, _) => new(_committed.GetValueOrDefault(name)), CancellationToken.None);
        for (int calm = 0; calm < 3;)
        {
            Clock.Advance(TimeSpan.FromSeconds(1.5));
            if (await _reading.NextAsync(CancellationToken.None) is not { } found)
            {
                calm++;
                continue;
            }

            using EventBatch batch = found.Events;
            Largest = Math.Max(Largest, batch.Count);
            for (int i = 0; i < batch.Count; i++)
                read.Add((batch[i].Text(EcsField.Message) ?? "", found.IsRepeat, batch[i].Id));
            await _reading.KeepAsync([.. batch.Headers.ToArray().Select(static h => h.Id)], CancellationToken.None);
            Ledger.AddRange(found.Ledger);
            foreach ((string name, string document) in found.State)
                _committed[name] = document;
        }

        return [.. read.OrderBy(static r => r.Item1, StringComparer.Ordinal)];
    }

    /// <summary>The detector dies: what was committed is all that is left.</summary>
    public async Task CrashAsync()
    {
        if (_reading is not null)
            await _reading.DisposeAsync();
        _reading = null;
    }

    public async ValueTask DisposeAsync()
    {
        await CrashAsync();
        foreach (string index in _indices)
            (await Space.Gateway.SendAsync(ElasticRequest.Delete(index).Expecting(404), CancellationToken.None)).Dispose();
        await Space.DisposeAsync();
    }
}
