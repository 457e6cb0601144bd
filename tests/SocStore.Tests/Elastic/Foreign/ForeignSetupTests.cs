using System.Text.Json;
using SocStore.Elastic.Foreign;
using SocStore.Elastic.Gateway;
using SocStore.Elastic.Setup;
using SocTesting.Elastic;
using Xunit;

namespace SocStore.Tests.Elastic.Foreign;

/// <summary>The pipeline that gives foreign documents their time of ingest, on a real server.</summary>
public abstract class ForeignSetupTests(SearchServers servers, SearchServer server)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pipeline_is_made_once_and_set_where_none_is()
    {
        await using ForeignDesk desk = await ForeignDesk.MakeAsync(servers, server, new ForeignPattern { Name = "beat", Pattern = "beat-NS-*" });
        ElasticGateway gateway = desk.Space.Gateway;
        string pipeline = ForeignSetup.PipelineOf(gateway.Options);
        await desk.SendAsync(HttpMethod.Put, $"_ingest/pipeline/{pipeline}-other", """{"processors":[]}""");
        try
        {
            await desk.MakeIndexAsync("beat", "{}");
            await desk.MakeIndexAsync($"beat-{desk.Space.Options.Namespace}-fleet", $"{{\"settings\":{{\"index.final_pipeline\":\"{pipeline}-other\"}}}}");
            ForeignSetup setup = new(gateway, gateway.Options.Foreign);
            ForeignSetupReport first = await setup.RunAsync(apply: false, Cancel);
            Assert.Equal("created", first.Outcome);
            Assert.Equal(["not set", $"has '{pipeline}-other', which is left"], first.Indices.Select(static i => i.Pipeline).Order(StringComparer.Ordinal).Reverse());
            Assert.Contains($"\"index.final_pipeline\": \"{pipeline}\"", Assert.Single(first.Todo), StringComparison.Ordinal);
            ForeignSetupReport second = await setup.RunAsync(apply: true, Cancel);
            Assert.Equal("unchanged", second.Outcome);
            Assert.Equal("set now", Assert.Single(second.Indices, i => i.Index == desk.Index("beat")).Pipeline);
            Assert.Equal("set", Assert.Single((await setup.RunAsync(apply: true, Cancel)).Indices, i => i.Index == desk.Index("beat")).Pipeline);

            await desk.WriteAsync(
                "beat",
                """{"@timestamp":"2026-03-12T01:00:00Z","message":"none"}""",
                """{"@timestamp":"2026-03-12T01:00:00Z","event":{"ingested":"2026-01-01T00:00:00.000Z","kind":"event"},"message":"own"}""",
                """{"@timestamp":"2026-03-12T01:00:00Z","event.ingested":"2026-01-02T00:00:00.000Z","message":"dotted"}""",
                """{"@timestamp":"2026-03-12T01:00:00Z","event":null,"message":"null"}""");
            DateTimeOffset now = TimeProvider.System.GetUtcNow();
            foreach ((string message, string? expected) in ((string, string?)[])[("none", null), ("null", null), ("own", "2026-01-01T00:00:00.000Z"), ("dotted", "2026-01-02T00:00:00.000Z")])
            {
                JsonElement source = await FindAsync(gateway, desk.Index("beat"), message);
                string ingested = (source.TryGetProperty("event.ingested", out JsonElement dotted) ? dotted : source.GetProperty("event").GetProperty("ingested")).GetString()!;
                Assert.Equal(message == "dotted", !source.TryGetProperty("event", out _));
                if (expected is null)
                    Assert.InRange(now - DateTimeOffset.Parse(ingested, System.Globalization.CultureInfo.InvariantCulture), TimeSpan.FromMinutes(-1), TimeSpan.FromMinutes(1));
                else
                    Assert.Equal(expected, ingested);
            }
        }
        finally
        {
            await desk.SendAsync(HttpMethod.Delete, desk.Index("beat"));
            await desk.SendAsync(HttpMethod.Delete, desk.Index($"beat-{desk.Space.Options.Namespace}-fleet"));
            await desk.SendAsync(HttpMethod.Delete, $"_ingest/pipeline/{pipeline}*");
        }
    }

    [Fact]
    public async Task Without_a_feed_it_is_refused_in_words()
    {
        await using ForeignDesk desk = await ForeignDesk.MakeAsync(servers, server);
        SetupException refusal = await Assert.ThrowsAsync<SetupException>(() => new ForeignSetup(desk.Space.Gateway, desk.Space.Options.Foreign).RunAsync(apply: false, Cancel));
        Assert.Contains("Soc:Store:Elastic:Foreign:Patterns", refusal.Message, StringComparison.Ordinal);
    }

    private static async Task<JsonElement> FindAsync(ElasticGateway gateway, string index, string message)
    {
        using ElasticResponse answer = await gateway.SendAsync(ElasticRequest.Get($"{index}/_search?q=message:{message}"), Cancel);
        return Assert.Single(answer.Root.GetProperty("hits").GetProperty("hits").EnumerateArray()).GetProperty("_source").Clone();
    }
}
