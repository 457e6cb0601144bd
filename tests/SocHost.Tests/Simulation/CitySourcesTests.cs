using System.Text;
using SocCollector.Sources;
using SocCore.Events;
using SocHost.Simulation;
using SocTesting;
using Xunit;

namespace SocHost.Tests.Simulation;

public sealed class CitySourcesTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 12, 1, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Every_line_of_the_city_is_read_by_a_source_of_its_own_system()
    {
        SourceCatalog sources = new(new SourceOptions { Folders = [Path.Combine(SharedData.Root, "sources")] });
        Scenario scenario = Scenario.Create(11, Start, TimeSpan.FromMinutes(45), withAttacker: true);
        using NormalizedCity city = new(sources);
        city.Read(scenario.Lines());
        using EventBatch events = city.Build();
        if (Environment.GetEnvironmentVariable("CITY_DUMP") is { } path)
            File.WriteAllLines(path, Enumerable.Range(0, events.Count).Select(i => events[i].ToJson()).Concat(sources.Problems.Select(p => p.ToString())).Concat(city.Dead.Select(d => "DEAD " + d.Result.Reason + " " + Encoding.UTF8.GetString(d.Line.Bytes.Span))).Concat(city.Unclaimed.Select(d => "UNCLAIMED " + Encoding.UTF8.GetString(d.Bytes.Span))));

        Assert.Empty(sources.Problems);
        Assert.Empty(city.Unclaimed.Select(static line => Encoding.UTF8.GetString(line.Bytes.Span)));
        Assert.Equal(scenario.PlantedDeadLetters, city.Dead.Count);
        for (int i = 0; i < events.Count; i++)
            Assert.True(events[i].Text(EcsField.CitySystem) == city.Systems[i], $"{city.Systems[i]}: {events[i].ToJson()}");
    }
}
