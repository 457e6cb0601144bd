using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using SocCollector.Listeners;
using SocCollector.Tests.Pipeline;
using SocCore.Ports;
using SocTesting;
using Xunit;

namespace SocCollector.Tests;

public sealed class CollectorTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_line_that_comes_in_by_syslog_goes_out_as_an_ecs_document_and_a_restart_goes_on()
    {
        using ScratchFolder scratch = new();
        for (int run = 0; run < 2; run++)
        {
            using IHost host = Build(scratch, out CollectorOptions _);
            await host.StartAsync(Cancel);
            Collector collector = host.Services.GetRequiredService<Collector>();
            await SendAsync(collector, "<38>Mar 12 09:00:00 gw-q1-01 sshd[411]: Failed password for invalid user admin from 203.0.113.7 port 40022 ssh2\n<13>nobody claims this\n"u8.ToArray());
            await Collecting.UntilAsync(() => collector.Status.Accounting.Stored == 2, "the lines are not delivered");
            ISourceBench bench = host.Services.GetRequiredService<ISourceBench>();
            Assert.Equal(1, bench.Sources.Single(static s => s.Id == "infra/sshd").Events);
            Assert.Equal(1, Assert.Single(bench.Unclaimed).Lines);
            Assert.Equal(0, collector.Status.Accounting.Difference);
            Assert.Equal("Ok", collector.Status.Spool);
            await host.StopAsync(Cancel);
        }

        JsonElement[] documents = [.. (await File.ReadAllLinesAsync(scratch["out.ndjson"], Cancel)).Select(static l => JsonDocument.Parse(l).RootElement)];
        Assert.Equal(4, documents.Length);
        Assert.Equal([1L, 2L, 3L, 4L], documents.Select(static d => d.GetProperty("soc").GetProperty("seq").GetInt64()));
        Assert.Equal("203.0.113.7", documents[2].GetProperty("source").GetProperty("ip").GetString());
        Assert.All(documents, static d => Assert.True(d.GetProperty("event").TryGetProperty("ingested", out _)));
    }

    [Fact]
    public async Task A_source_that_falls_silent_is_an_event_like_any_other()
    {
        using ScratchFolder scratch = new();
        FakeTimeProvider time = new(new DateTimeOffset(2026, 3, 12, 2, 0, 0, TimeSpan.Zero));
        using IHost host = Build(scratch, out CollectorOptions options, time, WithRhythm(scratch));
        await host.StartAsync(Cancel);
        Collector collector = host.Services.GetRequiredService<Collector>();
        Assert.Empty(host.Services.GetRequiredService<ISourceBench>().Problems);
        await SendAsync(collector, "<38>Mar 12 09:00:00 gw-q1-01 beat: alive\n"u8.ToArray());
        await DeliveredAsync(collector, time, 1);
        time.Advance(TimeSpan.FromMinutes(11));
        await DeliveredAsync(collector, time, 2);
        await SendAsync(collector, "<38>Mar 12 09:11:00 gw-q1-01 beat: alive\n"u8.ToArray());
        await DeliveredAsync(collector, time, 4);
        await host.StopAsync(Cancel);
        string?[] actions = [.. (await File.ReadAllLinesAsync(options.To!, Cancel)).Select(static l => JsonDocument.Parse(l).RootElement.GetProperty("event")).Select(static e => e.TryGetProperty("action", out JsonElement action) ? action.GetString() : null)];
        Assert.Equal([null, "source.silent", null, "source.recovered"], actions);
    }

    [Fact]
    public void Settings_that_cannot_work_are_refused_all_at_once()
    {
        CollectorOptions options = new();
        options.Listeners.Add(new ListenerOptions { Id = "a", Kind = ListenerKind.Tcp, Address = "localhost", Port = 70_000 });
        options.Listeners.Add(new ListenerOptions { Id = "a", Kind = ListenerKind.File });
        options.Delivery.MaxEvents = 0;
        Assert.Equal(5, options.Check().Count);
        Assert.Contains("Collector:Listeners:0:Address is 'localhost'; write an IPv4 or IPv6 address, as in 127.0.0.1 or ::.", options.Check());
    }

    private static IHost Build(ScratchFolder scratch, out CollectorOptions options, TimeProvider? time = null, string? sources = null)
    {
        options = new CollectorOptions { To = scratch["out.ndjson"] };
        options.Spool.Folder = scratch["spool"];
        options.Sources.Folders.Add(sources ?? Path.Combine(SharedData.Root, "sources"));
        options.Listeners.Add(new ListenerOptions { Id = "tcp", Kind = ListenerKind.Tcp });
        options.Delivery.MaxWait = TimeSpan.FromMilliseconds(10);
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        if (time is not null)
            builder.Services.AddSingleton(time);
        builder.Services.AddCollector(options);
        return builder.Build();
    }

    private static string WithRhythm(ScratchFolder scratch)
    {
        string folder = Directory.CreateDirectory(scratch["sources/infra"]).FullName;
        File.WriteAllText(Path.Combine(folder, "beat.yml"), Rhythm);
        return scratch["sources"];
    }

    /// <summary>The clock stands still unless it is moved: it is moved a little until the collector has looked again.</summary>
    private static async Task DeliveredAsync(Collector collector, FakeTimeProvider time, long stored) =>
        await Collecting.UntilAsync(
            () =>
            {
                if (collector.Status.Accounting.Stored < stored)
                    time.Advance(TimeSpan.FromMilliseconds(100));
                return collector.Status.Accounting.Stored == stored;
            },
            $"{collector.Status.Accounting} instead of {stored} stored");

    private static async Task SendAsync(Collector collector, byte[] bytes)
    {
        using TcpClient client = new();
        await client.ConnectAsync(collector.EndPointOf("tcp")!, Cancel);
        await client.GetStream().WriteAsync(bytes, Cancel);
    }

    private const string Rhythm = """
        id: infra/beat
        title: { vi: Nhịp báo sống, en: Heartbeat }
        system: infra
        agency: so-tttt
        dataset: infra.beat
        claims:
          - program: beat
        format: text
        set:
          event.kind: event
        rhythm:
          silent_after: 10m
        """;
}
