using System.Text;
using SocHost.Simulation;
using Xunit;

namespace SocHost.Tests.Simulation;

public sealed class ScenarioTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 12, 1, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Duration = TimeSpan.FromMinutes(45);

    [Fact]
    public void A_seed_and_a_start_give_the_same_lines()
    {
        string[] once = [.. Scenario.Create(7, Start, Duration, true).Lines().Select(Print)];
        string[] again = [.. Scenario.Create(7, Start, Duration, true).Lines().Select(Print)];
        string[] other = [.. Scenario.Create(8, Start, Duration, true).Lines().Select(Print)];

        Assert.Equal(once, again);
        Assert.NotEqual(once, other);
    }

    [Fact]
    public void The_attacker_changes_nobody_elses_luck()
    {
        // Who wrote when: the numbers that systems count up (sessions, taps) are shared with the attacker, as in life.
        HashSet<string> withAttacker = [.. Scenario.Create(7, Start, Duration, true).Lines().Select(Writer)];
        string[] quiet = [.. Scenario.Create(7, Start, Duration, false).Lines().Select(Writer)];

        Assert.True(withAttacker.IsSupersetOf(quiet));
    }

    [Fact]
    public void Lines_follow_each_other_in_time_and_stay_within_the_scenario()
    {
        Scenario scenario = Scenario.Create(3, Start, Duration, true);
        DateTimeOffset last = Start;
        foreach (CityLine line in scenario.Lines())
        {
            Assert.True(line.Time >= last, $"{Print(line)} goes back in time");
            last = line.Time;
        }

        Assert.InRange(last, Start + (Duration * 0.9), scenario.End);
    }

    [Fact]
    public void The_city_lives_on_after_the_scenario()
    {
        Scenario scenario = Scenario.Create(3, Start, Duration, true);
        Assert.True(scenario.Lines().Count() > 1000);

        Assert.All(scenario.Afterwards().Take(100), line => Assert.True(line.Time > scenario.End));
    }

    [Fact]
    public void A_scenario_shorter_than_its_attacks_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Scenario.Create(1, Start, TimeSpan.FromMinutes(29), true));

    [Fact]
    public void Nights_are_quieter_than_days()
    {
        int day = Scenario.Create(5, Start, Duration, false).Lines().Count(l => l.System == "parking");
        int night = Scenario.Create(5, Start.AddHours(18), Duration, false).Lines().Count(l => l.System == "parking");

        Assert.InRange(night, 1, day / 3);
    }

    private static string Writer(CityLine line) => $"{line.Time:O} {line.System} {line.Channel} {line.Peer}";

    private static string Print(CityLine line) => $"{line.Time:O} {line.System} {line.Channel} {line.Peer} {Encoding.UTF8.GetString(line.Bytes.Span)}";
}
