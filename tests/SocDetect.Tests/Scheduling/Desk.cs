using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SocCore.Conditions;
using SocCore.Events;
using SocCore.Incidents;
using SocCore.Ports;
using SocCore.Rules;
using SocCore.Storage;
using SocDetect.Scheduling;
using SocStore.InMemory;
using SocTesting;

namespace SocDetect.Tests.Scheduling;

/// <summary>A whole detection on stores in memory and a clock that stands still until told.</summary>
internal sealed class Desk
{
    public const string Dataset = "test.log";

    private long _sequence;

    public Desk(RuleSet rules, Action<DetectOptions>? settings = null)
    {
        Rules = rules;
        Clock = new FakeTimeProvider(Some.Time);
        Events = new InMemoryEventStore(Clock);
        Read = Events;
        Seat = new Seat(null, Clock);
        Cases = new InMemoryCaseStore(Clock);
        Options = new DetectOptions { GrowthInterval = TimeSpan.Zero };
        settings?.Invoke(Options);
        Catalog.Swap([new DatasetLogSource(Dataset, new LogSource(Product: "test"))]);
        Scan = MakeScan();
    }

    public RuleSet Rules { get; set; }

    public FakeTimeProvider Clock { get; }

    public InMemoryEventStore Events { get; }

    /// <summary>What the next scan reads from: <see cref="Events"/>, or something around it.</summary>
    public IEventStore Read { get; set; }

    public ICaseStore Cases { get; set; }

    public DetectOptions Options { get; }

    public DatasetCatalog Catalog { get; } = new();

    public Seat Seat { get; set; }

    public RuleTally Tally { get; } = new();

    /// <summary>Events of others, for the next scan that is made.</summary>
    public IForeignEvents? Foreign { get; set; }

    /// <summary>What tells of missing events, for the next scan that is made.</summary>
    public IMissingEvents? Missing { get; set; }

    public Scan Scan { get; private set; }

    /// <summary>A rule that matches events whose event.action is that word.</summary>
    public static Rule Action(string word, bool raises = false, params string[] groupBy) => new()
    {
        Id = word,
        Title = $"Rule {word}",
        Condition = new TextLeaf(FieldRef.Of("event.action"), TextPattern.Exactly(word)),
        LogicHash = $"logic-{word}",
        LogSource = new LogSource(Product: "test"),
        Raises = raises,
        GroupBy = groupBy,
        Lateness = TimeSpan.FromSeconds(30),
    };

    public static RuleSet Set(params object[] rules) =>
        new([.. rules.OfType<Rule>()], [.. rules.OfType<CorrelationRule>()], string.Join('+', rules.Select(static r => r is Rule rule ? rule.LogicHash : ((CorrelationRule)r).LogicHash)));

    /// <summary>A process that died and was started again: nothing in memory is left.</summary>
    public void Crash() => Scan = MakeScan();

    /// <summary>Stores events in the order given and publishes them; the clock follows the events.</summary>
    public async Task SendAsync(params Told[] told)
    {
        using EventBatchBuilder builder = new();
        foreach (Told one in told)
        {
            long sequence = ++_sequence;
            DateTimeOffset received = one.Received ?? (Clock.GetUtcNow() > one.Time ? Clock.GetUtcNow() : one.Time);
            if (received > Clock.GetUtcNow())
                Clock.SetUtcNow(received);
            builder.Begin();
            builder.AddTime(EcsField.Timestamp, one.Time.UtcTicks);
            builder.AddText(EcsField.EventDataset, Dataset);
            builder.AddText(EcsField.EventAction, one.Action);
            builder.AddText(EcsField.OrganizationId, one.Agency);
            builder.AddText(EcsField.CitySystem, one.System);
            builder.AddText(EcsField.SocSource, one.Source);
            foreach ((string field, string value) in one.Fields)
                builder.AddText(Fields.Get(field), value);
            builder.Commit(one.Id ?? EventId.OfPosition(received.ToUnixTimeMilliseconds(), 7, sequence), 1, sequence, one.Time.UtcTicks, received.UtcTicks);
        }

        using EventBatch batch = builder.Build();
        await Events.AppendAsync(batch, new SpoolPosition(1, _sequence), mayRepeat: false, default);
    }

    public async Task SendAndScanAsync(params Told[] told)
    {
        await SendAsync(told);
        await Scan.DrainAsync(default);
    }

    /// <summary>Time goes by, and a scan finds nothing new.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        Clock.Advance(time);
        await Scan.DrainAsync(default);
    }

    public async Task<IReadOnlyList<LedgerRow>> LedgerAsync() => await Cases.GetLedgerAsync(DateTimeOffset.MinValue, 100, default);

    public async Task<IReadOnlyList<Detection>> DetectionsAsync(string? rule = null) =>
        [.. (await Cases.GetDetectionsSinceAsync(DateTimeOffset.MinValue, default)).Where(d => rule is null || d.RuleId == rule)];

    /// <summary>Detections that are neither merged away nor contradicted.</summary>
    public async Task<IReadOnlyList<Detection>> LiveAsync(string? rule = null) =>
        [.. (await DetectionsAsync(rule)).Where(static d => d.MergedInto is null && !d.Contradicted)];

    public async Task<IReadOnlyList<Incident>> IncidentsAsync() =>
        (await Cases.SearchIncidentsAsync(new IncidentQuery { Limit = 200, Sort = IncidentSort.CreatedAscending }, AgencyScope.City, default)).Incidents;

    /// <summary>A run, reduced to what two equal runs have in common.</summary>
    public async Task<IReadOnlyList<string>> RunAsync(bool withUids = false) =>
        [.. (await LiveAsync()).Select(d => string.Create(CultureInfo.InvariantCulture,
            $"{d.RuleId} [{d.GroupKey}] {Seconds(d.FirstEvent)}..{Seconds(d.LastEvent)} reached {Seconds(d.ReachedAt)} n={d.MatchCount} {d.MatchHash}{(withUids ? d.Uid : null)}"))
            .Order(StringComparer.Ordinal)];

    private static long Seconds(DateTimeOffset time) => (time - Some.Time).Ticks / TimeSpan.TicksPerSecond;

    private Scan MakeScan() => new(
        new DetectContext(Read, Cases, Options, Tally, Clock, _ => Options.IdleAfter, Seat, Foreign, Missing), () => Rules, Catalog, NullLogger<Scan>.Instance);
}
