using SocCollector.Sources;
using SocCore.Events;
using SocCore.Incidents;
using SocCore.Ports;
using SocDetect.Sigma;
using SocHost.Simulation;
using SocTesting;
using Xunit;

namespace SocHost.Tests.Simulation;

public sealed class CityDetectionTests
{
    // Tuesday at nine, Thursday at half past two at night, Sunday in the evening: the city is another one each time.
    public static TheoryData<int, string> Days => new() { { 1, "2026-03-10T02:00:00Z" }, { 2, "2026-03-11T19:30:00Z" }, { 3, "2026-03-15T12:00:00Z" } };

    [Theory]
    [MemberData(nameof(Days))]
    public async Task Every_planted_attack_is_found_by_its_rule(int seed, string start)
    {
        Scenario scenario = Scenario.Create(seed, At(start), TimeSpan.FromMinutes(45), withAttacker: true);
        (IReadOnlyList<Detection> detections, IReadOnlyList<Incident> incidents, int dead) = await RunAsync(scenario, At(start));

        HashSet<string> found = [.. detections.Where(static d => d.IncidentUid is not null).Select(static d => d.RuleId)];
        string[] missed = [.. scenario.Attacks.Where(a => !found.Contains(a.RuleId)).Select(static a => a.Id)];
        Assert.Empty(missed);
        Assert.True(incidents.SelectMany(static i => i.Systems).Distinct().Count() >= 12);
        Assert.Contains(incidents, static i => i.InvolvedAgencies.Count > 1);
        Assert.Equal(scenario.PlantedDeadLetters, dead);
        Assert.DoesNotContain(incidents.SelectMany(static i => i.Titles.Values), static t => t.Contains('…', StringComparison.Ordinal) || t.Contains('{', StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Days))]
    public async Task Quiet_city_raises_nothing(int seed, string start)
    {
        Scenario scenario = Scenario.Create(seed, At(start), TimeSpan.FromMinutes(45), withAttacker: false);
        (_, IReadOnlyList<Incident> incidents, int dead) = await RunAsync(scenario, At(start));

        Assert.Empty(incidents.Select(static i => i.Title));
        Assert.Equal(scenario.PlantedDeadLetters, dead);
    }

    [Fact]
    public async Task Quiet_city_raises_nothing_from_morning_to_afternoon()
    {
        DateTimeOffset start = At("2026-03-10T23:00:00Z");
        (_, IReadOnlyList<Incident> incidents, _) = await RunAsync(Scenario.Create(101, start, TimeSpan.FromHours(8), withAttacker: false), start);

        Assert.Empty(incidents.Select(static i => i.Title));
    }

    private static async Task<(IReadOnlyList<Detection>, IReadOnlyList<Incident>, int Dead)> RunAsync(Scenario scenario, DateTimeOffset start)
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        DatasetCatalog offers = new();
        SourceCatalog sources = new(new SourceOptions { Folders = [Path.Combine(SharedData.Root, "sources")] }, offers);
        RuleLoadResult rules = RuleLoader.Load([Path.Combine(SharedData.Root, "rules")], new RuleLoadOptions());
        CityDetection detection = new(rules.Set, offers.Offers, start);
        using NormalizedCity city = new(sources);
        foreach (CityLine[] lines in scenario.Lines().Chunk(1000))
        {
            city.Read(lines);
            using EventBatch batch = city.Build();
            await detection.ReadAsync(batch, lines[^1].Time, cancel);
        }

        return (await detection.DetectionsAsync(cancel), await detection.IncidentsAsync(cancel), city.Dead.Count);
    }

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture);
}
