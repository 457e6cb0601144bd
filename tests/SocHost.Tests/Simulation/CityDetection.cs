using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SocCore.Events;
using SocCore.Incidents;
using SocCore.Ports;
using SocCore.Rules;
using SocCore.Storage;
using SocDetect.Scheduling;
using SocStore.InMemory;

namespace SocHost.Tests.Simulation;

/// <summary>Detection with a set of rules, on stores in memory and a clock that follows the events.</summary>
internal sealed class CityDetection
{
    private readonly FakeTimeProvider _clock;
    private readonly InMemoryEventStore _events;
    private readonly InMemoryCaseStore _cases;
    private readonly Scan _scan;

    public CityDetection(RuleSet rules, IReadOnlyList<DatasetLogSource> offers, DateTimeOffset start)
    {
        _clock = new FakeTimeProvider(start);
        _events = new InMemoryEventStore(_clock);
        _cases = new InMemoryCaseStore(_clock);
        DatasetCatalog catalog = new();
        catalog.Swap(offers);
        DetectOptions options = new();
        _scan = new Scan(
            new DetectContext(_events, _cases, options, new RuleTally(), _clock, _ => options.IdleAfter, new Seat(null, _clock)), () => rules, catalog, NullLogger<Scan>.Instance);
    }

    /// <summary>Stores a batch and looks at it.</summary>
    public async Task ReadAsync(EventBatch batch, DateTimeOffset now, CancellationToken cancel)
    {
        if (now > _clock.GetUtcNow())
            _clock.SetUtcNow(now);
        await _events.AppendAsync(batch, new SpoolPosition(1, batch.Headers[^1].Sequence), mayRepeat: false, cancel);
        await _scan.DrainAsync(cancel);
    }

    /// <summary>What was detected and still counts.</summary>
    public async Task<IReadOnlyList<Detection>> DetectionsAsync(CancellationToken cancel) =>
        [.. (await _cases.GetDetectionsSinceAsync(DateTimeOffset.MinValue, cancel)).Where(static d => d.MergedInto is null && !d.Contradicted)];

    /// <summary>The incidents.</summary>
    public async Task<IReadOnlyList<Incident>> IncidentsAsync(CancellationToken cancel) =>
        (await _cases.SearchIncidentsAsync(new IncidentQuery { Limit = 200, Sort = IncidentSort.CreatedAscending }, AgencyScope.City, cancel)).Incidents;
}
