using System.Text.Json;
using System.Text.Json.Nodes;
using SocStore.Elastic.Gateway;
using SocStore.Elastic.Setup;
using SocTesting.Elastic;
using Xunit;

namespace SocStore.Tests.Elastic;

public abstract class ElasticSetupTests(SearchServers servers, SearchServer server)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Setup_run_twice_changes_nothing()
    {
        await using ElasticTestSpace space = await ElasticTestSpace.MakeAsync(servers, server, isSetUp: false);
        SetupReport first = await space.SetUpAsync();
        Assert.All(first.Steps, static s => Assert.Equal("created", s.Outcome));
        Assert.Contains(first.Steps, s => s.Name == StoreIndices.Positions.In(space.Options));
        SetupReport second = await space.SetUpAsync();
        Assert.All(second.Steps, static s => Assert.Equal("unchanged", s.Outcome));
        Assert.Equal(first.Steps.Count, second.Steps.Count);
        Assert.True(await new ElasticSetup(space.Gateway, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance).IsDoneAsync(Cancel));
    }

    [Fact]
    public async Task Stream_has_the_settings_that_make_events_safe_and_soon_visible()
    {
        await using ElasticTestSpace space = await ElasticTestSpace.MakeAsync(servers, server);
        using ElasticResponse answer = await space.Gateway.SendAsync(ElasticRequest.Post($"_index_template/_simulate_index/logs-any-{space.Options.Namespace}"), Cancel);
        JsonElement template = answer.Root.GetProperty("template");
        JsonElement index = template.GetProperty("settings").GetProperty("index");
        Assert.Equal("1s", index.GetProperty("refresh_interval").GetString());
        Assert.Equal("request", index.GetProperty("translog").GetProperty("durability").GetString());
        JsonElement fields = template.GetProperty("mappings").GetProperty("properties");
        Assert.Equal("ip", fields.GetProperty("source").GetProperty("properties").GetProperty("ip").GetProperty("type").GetString());
        Assert.Equal("long", fields.GetProperty("soc").GetProperty("properties").GetProperty("time").GetProperty("type").GetString());
        Assert.Equal("false", template.GetProperty("mappings").GetProperty("dynamic").ToString(), ignoreCase: true);
    }

    [Fact]
    public async Task Shards_beyond_seventy_percent_are_refused_with_the_plan()
    {
        await using ElasticTestSpace space = await ElasticTestSpace.MakeAsync(servers, server, isSetUp: false);
        SetupException refusal = await Assert.ThrowsAsync<SetupException>(() => space.SetUpAsync(streams: 10_000));
        Assert.Contains("10000 streams", refusal.Message, StringComparison.Ordinal);
        using ElasticResponse none = await space.Gateway.SendAsync(ElasticRequest.Get($"_index_template/{space.Options.IndexPrefix}events").Expecting(404), Cancel);
        Assert.Equal(404, none.Status);
    }

    [Fact]
    public async Task Template_of_others_that_would_win_is_named()
    {
        await using ElasticTestSpace space = await ElasticTestSpace.MakeAsync(servers, server, isSetUp: false);
        string other = $"{space.Options.IndexPrefix}other";
        JsonObject template = new()
        {
            ["index_patterns"] = new JsonArray($"logs-*-{space.Options.Namespace}"),
            ["priority"] = 900,
            ["data_stream"] = new JsonObject(),
        };
        (await space.Gateway.SendAsync(ElasticRequest.Put($"_index_template/{other}", template), Cancel)).Dispose();
        SetupException refusal = await Assert.ThrowsAsync<SetupException>(() => space.SetUpAsync());
        Assert.Contains("priority", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_newer_version_made_is_left_alone()
    {
        await using ElasticTestSpace space = await ElasticTestSpace.MakeAsync(servers, server);
        string path = $"_index_template/{space.Options.IndexPrefix}events";
        JsonObject template;
        using (ElasticResponse answer = await space.Gateway.SendAsync(ElasticRequest.Get(path), Cancel))
            template = JsonNode.Parse(answer.Root.GetProperty("index_templates")[0].GetProperty("index_template").GetRawText())!.AsObject();
        template["_meta"]!["soc"]!["version"] = SetupMark.CurrentVersion + 1;
        (await space.Gateway.SendAsync(ElasticRequest.Put(path, template), Cancel)).Dispose();
        SetupException refusal = await Assert.ThrowsAsync<SetupException>(() => space.SetUpAsync());
        Assert.Contains("Update this program", refusal.Message, StringComparison.Ordinal);
    }
}
