using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SocApi.Auth;
using SocApi.Tests.City;

namespace SocApi.Tests;

public sealed class StreamTests
{
    [Fact]
    public async Task Change_arrives_while_it_happens_and_is_sent_again_to_who_missed_it()
    {
        await using ApiHost host = await StartAsync();
        using HttpClient lead = host.As("lead");
        await using Listener live = await Listener.OpenAsync(lead, null);
        Assert.Equal("heartbeat", (await live.NextAsync()).EventType);
        await CommentAsync(lead, TwoAgencies.TrafficIncident);
        SseItem<string> item = await live.NextAsync();
        Assert.Equal(("incident.commented", "4"), (item.EventType, item.EventId));
        Assert.Equal("x", JsonNode.Parse(item.Data)!["text"]!.GetValue<string>());
        await using Listener again = await Listener.OpenAsync(lead, "3");
        await again.NextAsync();
        Assert.Equal("4", (await again.NextAsync()).EventId);
    }

    [Fact]
    public async Task Agency_hears_of_its_own_alone()
    {
        await using ApiHost host = await StartAsync();
        using HttpClient city = host.As("lead");
        using HttpClient agency = host.As("lead", TwoAgencies.Traffic);
        await using Listener live = await Listener.OpenAsync(agency, null);
        await live.NextAsync();
        await CommentAsync(city, TwoAgencies.HealthIncident);
        await CommentAsync(city, TwoAgencies.SharedIncident);
        await CommentAsync(city, TwoAgencies.TrafficIncident);
        SseItem<string> item = await live.NextAsync();
        Assert.Equal(("incident.commented", "6"), (item.EventType, item.EventId));
    }

    [Fact]
    public async Task Number_from_the_future_means_read_anew()
    {
        await using ApiHost host = await StartAsync();
        using HttpClient lead = host.As("lead");
        await using Listener live = await Listener.OpenAsync(lead, "999");
        Assert.Equal("resync", (await live.NextAsync()).EventType);
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(lead, "x")).StatusCode);
    }

    [Fact]
    public async Task Caller_holds_five_streams_and_gets_places_back()
    {
        await using ApiHost host = await StartAsync();
        using HttpClient lead = host.As("lead");
        List<Listener> open = [];
        for (int i = 0; i < 5; i++)
            open.Add(await Listener.OpenAsync(lead, null));
        using HttpResponseMessage refused = await SendAsync(lead, null);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        foreach (Listener listener in open)
            await listener.DisposeAsync();
        for (int i = 0; i < 2_400; i++)
        {
            using HttpResponseMessage response = await SendAsync(lead, null);
            if (response.StatusCode == HttpStatusCode.OK)
                return;
            await Task.Delay(50);
        }

        Assert.Fail("The places were not given back.");
    }

    [Fact]
    public async Task Stream_ends_with_its_token()
    {
        await using ApiHost host = await StartAsync();
        IssuedToken token = host.Services.GetRequiredService<TokenIssuer>().Issue(new TokenRequest("ana", "lead", "soc")).Value;
        using HttpClient client = host.Client(token.Jwt);
        using HttpClient lead = host.As("lead");
        await using Listener live = await Listener.OpenAsync(client, null);
        await live.NextAsync();
        await host.Services.GetRequiredService<Revocations>().RevokeAsync(token.TokenId, token.Expires, default);
        await CommentAsync(lead, TwoAgencies.TrafficIncident);
        await CommentAsync(lead, TwoAgencies.TrafficIncident);
        List<string> after = await live.ToEndAsync();
        Assert.True(after.Count <= 1, string.Join(' ', after));
    }

    private static async Task<ApiHost> StartAsync()
    {
        ApiHost host = await ApiHost.StartAsync();
        await TwoAgencies.FillAsync(host);
        return host;
    }

    private static async Task CommentAsync(HttpClient client, Guid incident) =>
        Assert.True((await client.SendAsync(ApiHost.Request(HttpMethod.Post, $"/api/v1/incidents/{incident}/comments", """{"text":"x"}"""))).IsSuccessStatusCode);

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, string? lastEventId)
    {
        HttpRequestMessage request = new(HttpMethod.Get, "/api/v1/stream/incidents");
        if (lastEventId is not null)
            request.Headers.Add("Last-Event-ID", lastEventId);
        return client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private sealed class Listener(HttpResponseMessage response, IAsyncEnumerator<SseItem<string>> items) : IAsyncDisposable
    {
        private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

        public static async Task<Listener> OpenAsync(HttpClient client, string? lastEventId)
        {
            HttpResponseMessage response = await SendAsync(client, lastEventId);
            Assert.Equal((HttpStatusCode.OK, "text/event-stream"), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
            return new Listener(response, SseParser.Create(await response.Content.ReadAsStreamAsync()).EnumerateAsync().GetAsyncEnumerator());
        }

        public async Task<SseItem<string>> NextAsync()
        {
            Assert.True(await items.MoveNextAsync().AsTask().WaitAsync(Patience));
            return items.Current;
        }

        public async Task<List<string>> ToEndAsync()
        {
            List<string> types = [];
            while (await items.MoveNextAsync().AsTask().WaitAsync(Patience))
                types.Add(items.Current.EventType);
            return types;
        }

        public async ValueTask DisposeAsync()
        {
            response.Dispose();
            try
            {
                await items.DisposeAsync();
            }
            catch (Exception e) when (e is IOException or HttpRequestException or OperationCanceledException or NotSupportedException)
            {
                // The stream is closed under the reader on purpose.
            }
        }
    }
}
