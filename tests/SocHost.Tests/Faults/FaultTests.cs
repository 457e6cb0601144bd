using System.Globalization;
using System.Net;
using Xunit;

namespace SocHost.Tests.Faults;

/// <summary>
/// Elasticsearch, networks and roles fail while lines come in. Each time nothing is lost, nothing is stored twice, and every
/// event is matched once. In every run at 500 lines a second and with short faults; full size, at 5,000 lines a second and
/// with faults of minutes: SOC_PROOF=full.
/// </summary>
public sealed class FaultTests(ITestOutputHelper output)
{
    private static readonly bool IsFull = Environment.GetEnvironmentVariable("SOC_PROOF") == "full";
    private static readonly int Rate = IsFull ? 5_000 : 500;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_killed_role_a_full_write_queue_and_a_read_only_index_in_a_row()
    {
        await using FaultCity city = await FaultCity.StartAsync(Rate, server: ["--setting", "thread_pool.write.queue_size=1", "--setting", "thread_pool.write.size=1"]);
        await Task.Delay(Seconds(5), Cancel);
        await city.Collectors[0].KillAsync();
        await city.Collectors[0].StartAsync("--target", "collector");
        await city.Detectors[0].KillAsync();
        await city.Detectors[0].StartAsync("--target", "detect");
        await BlockAsync(city, isBlocked: true);
        await Task.Delay(Seconds(5), Cancel);
        await BlockAsync(city, isBlocked: false);
        Say(await city.EndAsync("collector and detector killed, write queue of 1, index read-only for 5 s"));
    }

    [Fact]
    public async Task The_only_node_is_away_and_its_index_rolls_over_meanwhile()
    {
        await using FaultCity city = await FaultCity.StartAsync(Rate);
        await Task.Delay(Seconds(5), Cancel);
        using HttpClient responder = await city.Api.ClientAsync();
        await city.Server.ScriptAsync("kill-node", Cancel, "1");
        using (HttpResponseMessage answer = await responder.GetAsync(new Uri("/api/v1/incidents", UriKind.Relative), Cancel))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.NotNull(answer.Headers.RetryAfter);
            Assert.Contains("urn:soc:problem:store-unavailable", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        }

        await Task.Delay(IsFull ? TimeSpan.FromMinutes(3) : Seconds(10), Cancel);
        // The writers are held until the roll-over is done: what they were sending belongs to the old index.
        await city.Collectors[0].SignalAsync("STOP");
        await city.Server.ScriptAsync("start-node", Cancel, "1");
        await city.Stored.SendAsync(HttpMethod.Post, $"{city.Stream}/_rollover");
        await city.Collectors[0].SignalAsync("CONT");
        Say(await city.EndAsync("the only node killed for " + (IsFull ? "3 min" : "10 s") + ", rollover during the outage"));
    }

    [Fact]
    public async Task One_of_three_nodes_is_killed()
    {
        await using FaultCity city = await FaultCity.StartAsync(Rate, server: ["--nodes", "3"]);
        await Task.Delay(Seconds(IsFull ? 10 : 3), Cancel);
        await city.Server.ScriptAsync("kill-node", Cancel, "master");
        await Task.Delay(Seconds(IsFull ? 30 : 5), Cancel);
        Say(await city.EndAsync("the master of three nodes killed"));
    }

    [Fact]
    public async Task Every_role_is_killed_in_turn()
    {
        await using FaultCity city = await FaultCity.StartAsync(Rate, collectors: 2, detectors: 2);
        int rounds = IsFull ? 3 : 1;
        for (int i = 0; i < rounds; i++)
        {
            await Task.Delay(Seconds(5), Cancel);
            await city.Collectors[i % 2].KillAsync();
            await Task.Delay(Seconds(3), Cancel);
            await city.Collectors[i % 2].StartAsync("--target", "collector");
            await city.Detectors[i % 2].KillAsync();
            await Task.Delay(Seconds(3), Cancel);
            await city.Detectors[i % 2].StartAsync("--target", "detect");
            await city.Api.KillAsync();
            await city.Api.StartAsync("--target", "api");
        }

        Say(await city.EndAsync($"each role killed, {rounds} times"));
    }

    [Fact]
    public async Task A_mapping_that_conflicts_refuses_no_event_of_ours()
    {
        await using FaultCity city = await FaultCity.StartAsync(Rate);
        await Task.Delay(Seconds(5), Cancel);
        // Somebody maps a field of ours otherwise, in the template that the next index is made by.
        await city.Stored.SendAsync(HttpMethod.Put, "_index_template/somebody", $$"""
            {"index_patterns":["{{city.Stream}}*"],"priority":900,"data_stream":{},
             "template":{"mappings":{"properties":{"user":{"properties":{"name":{"type":"long"} } } } } } }
            """);
        await city.Stored.SendAsync(HttpMethod.Post, $"{city.Stream}/_rollover");
        await Task.Delay(Seconds(5), Cancel);
        await city.Stored.SendAsync(HttpMethod.Delete, "_index_template/somebody");
        await city.Stored.SendAsync(HttpMethod.Post, $"{city.Stream}/_rollover");
        // What was refused just now becomes a letter a little later.
        await city.SettleAsync();
        Assert.True(await city.Stored.CountLettersAsync() > city.Planted, "no event met the foreign mapping");
        (int code, string replayed, string error) = await city.Api.CommandAsync("deadletters", "replay", "--json");
        Assert.True(code == 0, error);
        output.WriteLine(replayed);
        Say(await city.EndAsync("a conflicting mapping, then replayed"));
    }

    [Fact]
    public async Task One_of_three_collectors_is_held_in_the_middle_of_its_bulks_while_clocks_are_apart()
    {
        await using FaultCity city = await FaultCity.StartAsync(Rate, collectors: 3, clocks: ["+30s", "", "-30s"]);
        await Task.Delay(Seconds(10), Cancel);
        await city.Collectors[1].SignalAsync("STOP");
        await Task.Delay(IsFull ? TimeSpan.FromMinutes(2) : Seconds(10), Cancel);
        await city.Collectors[1].SignalAsync("CONT");
        Say(await city.EndAsync("one of three collectors held for " + (IsFull ? "2 min" : "10 s") + ", clocks ±30 s apart"));
    }

    [Fact]
    public async Task The_active_detector_is_held_and_goes_on_while_its_successor_works()
    {
        await using FaultCity city = await FaultCity.StartAsync(Rate, detectors: 2);
        await Task.Delay(Seconds(5), Cancel);
        await city.Detectors[0].SignalAsync("STOP");
        await Task.Delay(Seconds(30), Cancel);
        await city.Detectors[0].SignalAsync("CONT");
        await Task.Delay(Seconds(3), Cancel);
        Assert.Contains("is the active detector", city.Detectors[1].Output, StringComparison.Ordinal);
        Say(await city.EndAsync("the active detector held for 30 s"));
    }

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);

    private static async Task BlockAsync(FaultCity city, bool isBlocked)
    {
        string value = isBlocked ? "true" : "null";
        await city.Stored.SendAsync(HttpMethod.Put, $"{city.Stream}/_settings", string.Create(CultureInfo.InvariantCulture, $$"""{"index.blocks.write":{{value}}}"""));
    }

    private void Say(string result)
    {
        output.WriteLine(result);
        if (IsFull)
            Console.WriteLine(result);
    }
}
