using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SocCore.Events;
using SocCore.Incidents;
using SocCore.Ports;
using SocCore.Rules;
using SocCore.Storage;
using SocDetect.Scheduling;
using SocStore.InMemory;
using Xunit;

namespace SocDetect.Tests.Scheduling;

public sealed class HostedDetectionTests
{
    private sealed class EverySecond : IScheduledWork
    {
        public List<(DateTimeOffset From, DateTimeOffset To)> Done { get; } = [];

        public string Name => "every-second";

        public string Cron => "* * * * * ?";

        public string TimeZone => "Asia/Ho_Chi_Minh";

        public Task RunAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancel)
        {
            lock (Done)
                Done.Add((from, to));
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task A_program_with_detection_turns_committed_events_into_incidents_and_runs_its_work()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        TimeProvider time = TimeProvider.System;
        InMemoryEventStore events = new(time);
        InMemoryCaseStore cases = new(time);
        builder.Services.AddSingleton<IEventStore>(events);
        builder.Services.AddSingleton<ICaseStore>(cases);
        builder.Services.AddSingleton<IStateStore>(new InMemoryStateStore(time));
        EverySecond work = new();
        builder.Services.AddSingleton<IScheduledWork>(work);
        DatasetCatalog catalog = new();
        catalog.Swap([new DatasetLogSource(Desk.Dataset, new LogSource(Product: "test"))]);
        builder.Services.AddSingleton(catalog);
        RuleSet rules = Desk.Set(Desk.Action("a", raises: true));
        builder.Services.AddDetection(new DetectOptions(), _ => new RuleFeed(() => rules, static () => []));
        using IHost host = builder.Build();
        await host.StartAsync(cancel);

        using EventBatchBuilder batch = new();
        batch.Begin();
        batch.AddText(EcsField.EventDataset, Desk.Dataset);
        batch.AddText(EcsField.EventAction, "a");
        batch.AddText(EcsField.OrganizationId, "so-gtvt");
        long now = time.GetUtcNow().UtcTicks;
        batch.Commit(EventId.OfPosition(1, 1, 1), 1, 1, now, now);
        using EventBatch built = batch.Build();
        await events.AppendAsync(built, new SpoolPosition(1, 1), mayRepeat: false, cancel);

        IReadOnlyList<Incident> incidents = [];
        for (int i = 0; i < 6_000 && (incidents.Count == 0 || work.Done.Count < 2); i++)
        {
            await Task.Delay(20, cancel);
            incidents = (await cases.SearchIncidentsAsync(new IncidentQuery(), AgencyScope.City, cancel)).Incidents;
        }

        await host.StopAsync(cancel);
        Assert.Equal("so-gtvt", Assert.Single(incidents).Agency);
        Assert.Equal(work.Done[0].To, work.Done[1].From);
        IRuleBench bench = host.Services.GetRequiredService<IRuleBench>();
        RuleStatus status = Assert.Single(bench.Rules);
        Assert.Equal((1, 1, false), (status.Matches, status.Detections, status.Blind));
        Assert.Equal(0, bench.Lag.PendingEvents);
    }
}
