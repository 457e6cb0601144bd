using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using SocCollector;
using SocCore.Ports;
using SocCore.Rules;
using SocCore.Storage;
using SocCore.Yaml;
using SocHost.Apart;
using SocStore.InMemory;
using SocTesting;
using Xunit;

namespace SocHost.Tests.Apart;

/// <summary>What an API process says of collectors and detectors that run elsewhere.</summary>
public sealed class RoleReportTests
{
    private readonly FakeTimeProvider _clock = new(Some.Time);
    private readonly RoleReports _reports;

    public RoleReportTests() => _reports = new RoleReports(new InMemoryStateStore(_clock));

    [Fact]
    public async Task Sources_of_two_collectors_are_added_up_and_alive_where_one_hears_them()
    {
        await ReportAsync(1, Source("infra/sshd", 10, "silent", -600), Source("parking/payments", 4, "ok", -1));
        await ReportAsync(2, Source("infra/sshd", 7, "ok", -2), Source("health/emr", 0, "waiting", null));
        IReadOnlyList<SourceStatus> all = await ReadAsync();
        Assert.Equal(
            [("health/emr", 0, "waiting"), ("infra/sshd", 17, "ok"), ("parking/payments", 4, "ok")],
            all.Select(static s => (s.Id, s.Events, s.State)));
        Assert.Equal(Some.Time.AddSeconds(-2), all[1].LastSeen);
    }

    [Fact]
    public async Task Sources_of_a_collector_that_is_away_fall_silent_beyond_their_rhythm()
    {
        await ReportAsync(1, Source("infra/sshd", 10, "ok", -1));
        Assert.Equal("ok", Assert.Single(await ReadAsync()).State);
        _clock.Advance(TimeSpan.FromSeconds(200));
        Assert.Equal("ok", Assert.Single(await ReadAsync()).State);
        _clock.Advance(TimeSpan.FromSeconds(200));
        Assert.Equal("silent", Assert.Single(await ReadAsync()).State);
    }

    [Fact]
    public async Task Sources_that_never_sent_are_listed_as_waiting_before_and_after_anybody_reports()
    {
        ISourceBench here = Bench(Source("health/emr", 0, "waiting", null), Source("infra/sshd", 0, "waiting", null));
        ReportedSources read = new(_reports, here, new CollectorOptions(), _clock, NullLogger<ReportedSources>.Instance);
        // Nothing was read from the store yet.
        Assert.Equal([("health/emr", "waiting"), ("infra/sshd", "waiting")], read.Sources.Select(static s => (s.Id, s.State)));
        await OnceAsync(read);
        Assert.Equal([("health/emr", "waiting"), ("infra/sshd", "waiting")], read.Sources.Select(static s => (s.Id, s.State)));
        await ReportAsync(2, Source("infra/sshd", 3, "ok", -1), Source("parking/payments", 0, "waiting", null));
        await OnceAsync(read);
        Assert.Equal([("health/emr", 0, "waiting"), ("infra/sshd", 3, "ok"), ("parking/payments", 0, "waiting")], read.Sources.Select(static s => (s.Id, s.Events, s.State)));
    }

    [Fact]
    public async Task Sources_of_a_store_that_is_away_are_those_of_the_files()
    {
        IStateStore away = Substitute.For<IStateStore>();
        away.GetAllAsync(default!, default).ReturnsForAnyArgs<IReadOnlyDictionary<string, string>>(static _ => throw new IOException("away"));
        ReportedSources read = new(new RoleReports(away), Bench(Source("health/emr", 0, "waiting", null)), new CollectorOptions(), _clock, NullLogger<ReportedSources>.Instance);
        await Assert.ThrowsAsync<IOException>(() => OnceAsync(read));
        Assert.Equal("health/emr", Assert.Single(read.Sources).Id);
    }

    [Fact]
    public async Task Only_the_active_detector_reports_and_its_report_is_read_whole()
    {
        IRuleBench bench = Substitute.For<IRuleBench>();
        bench.Hash.Returns("h1");
        bench.Rules.Returns([new RuleStatus("r1", "Title", RuleLevel.High, RuleState.Shadow, "event_count", "rules/a.yml", 3, 1, Some.Time, true, ["attack.t1110"])]);
        bench.Problems.Returns([new YamlProblem("rules/b.yml", new YamlPosition(3, 5), "wrong")]);
        bench.Lag.Returns(new DetectionLag(5, Some.Time));
        RuleReporter reporter = new(_reports, bench, _clock, NullLogger<RuleReporter>.Instance);
        using ReportedRules read = new(_reports, _clock, NullLogger<ReportedRules>.Instance);
        await OnceAsync(reporter);
        await OnceAsync(read);
        Assert.Empty(read.Rules);

        bench.IsActive.Returns(true);
        await OnceAsync(reporter);
        await OnceAsync(read);
        Assert.False(read.IsActive);
        Assert.Equal("h1", read.Hash);
        RuleStatus rule = Assert.Single(read.Rules);
        Assert.Equal(["attack.t1110"], rule.Tags);
        Assert.Equal(bench.Rules[0] with { Tags = rule.Tags }, rule);
        Assert.Equal(bench.Problems, read.Problems);
        Assert.Equal(bench.Lag, read.Lag);
    }

    private static SourceStatus Source(string id, long events, string state, int? seen) => new(
        id, id.Split('/')[0], "so-tttt", "Tên", id.Replace('/', '.'), events, 0, seen is { } s ? Some.Time.AddSeconds(s) : null, TimeSpan.FromMinutes(5), state);

    private async Task ReportAsync(short spool, params SourceStatus[] sources)
    {
        CollectorOptions options = new();
        options.Spool.Id = spool;
        await OnceAsync(new SourceReporter(_reports, Bench(sources), options, _clock, NullLogger<SourceReporter>.Instance));
    }

    private async Task<IReadOnlyList<SourceStatus>> ReadAsync()
    {
        CollectorOptions options = new();
        options.Spool.Id = 99;
        ReportedSources read = new(_reports, Bench(), options, _clock, NullLogger<ReportedSources>.Instance);
        await OnceAsync(read);
        return read.Sources;
    }

    private static ISourceBench Bench(params SourceStatus[] sources)
    {
        ISourceBench bench = Substitute.For<ISourceBench>();
        bench.Sources.Returns(sources);
        bench.Unclaimed.Returns([]);
        bench.Problems.Returns([]);
        return bench;
    }

    private static Task OnceAsync(RoleLoop loop) => loop.RunOnceAsync(default);
}
