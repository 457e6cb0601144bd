using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using SocCollector.Sources;
using SocCore.Events;
using SocCore.Incidents;
using SocCore.Ports;
using SocDetect.Sigma;
using SocHost.Simulation;
using SocHost.Tests.Simulation;
using SocStore.Elastic.Cases;
using SocStore.Elastic.Gateway;
using SocStore.Elastic.Setup;
using SocTesting;
using SocTesting.Elastic;
using Xunit;

namespace SocHost.Tests.Kibana;

/// <summary>
/// The demo's city on a real Elasticsearch, in streams and indices that the setup made: events as the sources read them, and
/// the incidents that the rules raise, two of which somebody has worked on.
/// </summary>
public sealed class DemoCityOnServer(SearchServers servers) : IAsyncLifetime
{
    private static readonly TimeSpan Length = TimeSpan.FromMinutes(40);
    private static readonly TimeSpan QuietestUtc = new(20, 10, 0);
    private static int _count;
    private readonly string _name = $"k{Environment.ProcessId:x}{Interlocked.Increment(ref _count):x}";
    private readonly List<EventBatch> _events = [];
    private ElasticGateway? _gateway;

    /// <summary>
    /// When the city's events end: ten past three at night there, the last time it was. A demo is started at any hour, and at
    /// this one the fewest people are about who could fill a panel.
    /// </summary>
    public static DateTimeOffset End { get; } = LastNight(TimeProvider.System.GetUtcNow());

    /// <summary>The events that were filled in.</summary>
    public IReadOnlyList<EventBatch> Events => _events;

    private ElasticGateway Gateway => _gateway ?? throw new InvalidOperationException("The city is filled in first.");

    private string Prefix => _name + "-";

    /// <summary>Asks the city's documents; the indices of a data view are narrowed to this city's own.</summary>
    public async Task<JsonElement> SearchAsync(string index, JsonObject body)
    {
        string own = index switch
        {
            "logs-*" => $"logs-*-{_name}",
            _ when index.StartsWith("soc-", StringComparison.Ordinal) => Prefix + index["soc-".Length..],
            _ => throw new ArgumentException($"Nothing of ours is in '{index}'.", nameof(index)),
        };
        using ElasticResponse answer = await Gateway.SendAsync(ElasticRequest.Post($"{own}/_search", body), TestContext.Current.CancellationToken);
        return answer.Root.Clone();
    }

    /// <summary>Fills the server once; skips the running test when there is none.</summary>
    public async Task FillAsync()
    {
        if (_gateway is not null)
            return;
        Uri address = await servers.GetAsync(SearchServer.Elasticsearch);
        _gateway = new ElasticGateway(new ElasticOptions { Nodes = [address.AbsoluteUri], Namespace = _name, IndexPrefix = Prefix }, TimeProvider.System, NullLoggerFactory.Instance);
        CancellationToken cancel = TestContext.Current.CancellationToken;
        await new ElasticSetup(_gateway, NullLogger.Instance).RunAsync(1, cancel);
        DatasetCatalog offers = new();
        SourceCatalog sources = new(new SourceOptions { Folders = [Path.Combine(SharedData.Root, "sources")] }, offers);
        DateTimeOffset start = End - Length;
        CityDetection detection = new(RuleLoader.Load([Path.Combine(SharedData.Root, "rules")], new RuleLoadOptions()).Set, offers.Offers, start);
        using NormalizedCity city = new(sources);
        foreach (CityLine[] lines in Scenario.Create(1, start, Length, withAttacker: true).Lines().Chunk(1_000))
        {
            city.Read(lines);
            EventBatch batch = city.Build();
            _events.Add(batch);
            await SendAsync(Enumerable.Range(0, batch.Count).Select(i => ($"logs-{batch[i].Text(EcsField.DataStreamDataset)}-{_name}", "create", Received(batch[i]))), cancel);
            await detection.ReadAsync(batch, lines[^1].Time, cancel);
        }

        IReadOnlyList<Incident> incidents = await detection.IncidentsAsync(cancel);
        await SendAsync(incidents.Select(WorkedOn).Select(i => (Prefix + CaseIndices.IncidentsName, "index", Encoding.UTF8.GetString(CaseDocuments.Of(i, 1).Source.Span))), cancel);
        (await _gateway.SendAsync(ElasticRequest.Post($"logs-*-{_name},{Prefix}*/_refresh"), cancel)).Dispose();
    }

    /// <inheritdoc/>
    public ValueTask InitializeAsync() => default;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (EventBatch batch in _events)
            batch.Dispose();
        if (_gateway is null)
            return;
        string own = string.Join(',', StoreIndices.All.Select(i => i.In(_gateway.Options)));
        foreach (string path in (string[])[$"_data_stream/logs-*-{_name}", own, $"_index_template/{Prefix}*", $"_component_template/{Prefix}*"])
            (await _gateway.SendAsync(ElasticRequest.Delete(path).Expecting(404), CancellationToken.None)).Dispose();
        _gateway.Dispose();
    }

    private static DateTimeOffset LastNight(DateTimeOffset now)
    {
        DateTimeOffset today = new(now.UtcDateTime.Date + QuietestUtc, TimeSpan.Zero);
        return today <= now ? today : today.AddDays(-1);
    }

    /// <summary>The collector stamps when it received an event; the sources alone do not.</summary>
    private static string Received(EcsEvent source)
    {
        JsonNode document = JsonNode.Parse(source.ToJson())!;
        document["event"]!["ingested"] = Rfc3339.Format(new DateTimeOffset(source.Header.Created, TimeSpan.Zero));
        return document.ToJsonString();
    }

    private static Incident WorkedOn(Incident incident, int number) => number switch
    {
        0 => incident with { Status = IncidentStatus.InProgress, Acknowledged = incident.Created.AddMinutes(4), Assignee = "an.nguyen" },
        1 => incident with { Status = IncidentStatus.Resolved, Acknowledged = incident.Created.AddMinutes(7), Resolved = incident.Created.AddMinutes(19), Verdict = Verdict.TruePositive },
        _ => incident,
    };

    private async Task SendAsync(IEnumerable<(string Index, string Action, string Document)> documents, CancellationToken cancel)
    {
        StringBuilder bulk = new();
        foreach ((string index, string action, string document) in documents)
            bulk.Append("{\"").Append(action).Append("\":{\"_index\":\"").Append(index).Append("\"}}\n").Append(document).Append('\n');
        using ElasticResponse answer = await Gateway.SendAsync(ElasticRequest.Lines("_bulk", Encoding.UTF8.GetBytes(bulk.ToString())), cancel);
        Assert.DoesNotContain(answer.Root.GetProperty("items").EnumerateArray(), static i => i.EnumerateObject().First().Value.TryGetProperty("error", out _));
    }
}
