using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SocApi;
using SocApi.Reports;
using SocApi.Reports.Delivery;
using SocApi.Reports.Schedules;
using SocCore.Ports;
using SocCore.Storage;
using SocDetect.Scheduling;
using SocStore.InMemory;
using Xunit;

namespace SocHost.Tests.Reports;

/// <summary>Reports on time by the ledger that runs everything on time: each due time once, missed ones in order, and they say so.</summary>
public sealed class ScheduledReportTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("soc-schedule-test-");
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 3, 10, 12, 0, 0, TimeSpan.Zero));
    private readonly InMemoryCaseStore _cases;
    private readonly InMemoryStateStore _state;

    public ScheduledReportTests()
    {
        _cases = new InMemoryCaseStore(_clock);
        _state = new InMemoryStateStore(_clock);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Missed_mornings_are_made_up_for_once_each_in_order_and_say_so()
    {
        ReportOptions options = Options(new ScheduleOptions { Report = "daily-brief", Cron = "0 0 7 * * ?", Folder = Path.Combine(_folder.FullName, "out") });
        await RunAsync(options);
        Assert.Empty(Kept());

        // Down over three mornings: the 11th, 12th and 13th, 07:00 on the city's clock.
        _clock.Advance(TimeSpan.FromDays(2) + TimeSpan.FromHours(15));
        await RunAsync(options);
        JsonNode[] made = Kept();
        Assert.Equal(["2026-03-11T00:00:00.000Z", "2026-03-12T00:00:00.000Z", "2026-03-13T00:00:00.000Z"], made.Select(static m => m["due"]!.GetValue<string>()));
        Assert.Equal(made.Select(static m => m["due"]!.GetValue<string>()), made.Select(static m => m["to"]!.GetValue<string>()));
        Assert.Equal(["2026-03-10T00:00:00.000Z", "2026-03-11T00:00:00.000Z", "2026-03-12T00:00:00.000Z"], made.Select(static m => m["from"]!.GetValue<string>()));
        Assert.All(made, static m => Assert.True(m["made_up"]!.GetValue<bool>()));
        Assert.All(made, m => Assert.Contains("Báo cáo được lập bù lúc 13/03/2026 10:00:00", File.ReadAllText(Path.Combine(options.Folder, m["id"]!.GetValue<string>(), "report.html")), StringComparison.Ordinal));
        Assert.Equal(made.Select(static m => m["id"]!.GetValue<string>()).Order(StringComparer.Ordinal), Directory.EnumerateDirectories(Path.Combine(_folder.FullName, "out")).Select(static d => Path.GetFileName(d)).Order(StringComparer.Ordinal));
        IReadOnlyList<LedgerRow> rows = await _cases.GetLedgerAsync(DateTimeOffset.MinValue, 100, Cancel);
        Assert.Equal(3, rows.Count(static r => r is { Kind: "scan", Subject: "work/report/daily-brief/soc/vi" }));

        // A restart makes nothing again; the next morning is in time.
        await RunAsync(options);
        Assert.Equal(3, Kept().Length);
        _clock.SetUtcNow(new DateTimeOffset(2026, 3, 14, 0, 0, 2, TimeSpan.Zero));
        await RunAsync(options);
        Assert.Equal(4, Kept().Length);
        Assert.False(Kept()[^1]["made_up"]!.GetValue<bool>());
    }

    [Theory]
    [InlineData("weekly-operations", "0 0 8 ? * MON", 20, "2026-03-08T17:00:00.000Z", "2026-03-15T17:00:00.000Z")]
    [InlineData("source-coverage", "0 0 8 ? * MON", 20, "2026-03-08T17:00:00.000Z", "2026-03-15T17:00:00.000Z")]
    [InlineData("agency-month", "0 0 6 1 * ?", 32, "2026-02-28T17:00:00.000Z", "2026-03-31T17:00:00.000Z")]
    public async Task Weeks_and_months_are_whole_on_the_clock_of_the_zone(string report, string cron, int days, string from, string to)
    {
        ReportOptions options = Options(new ScheduleOptions { Report = report, Cron = cron, Language = "en" });
        await RunAsync(options);
        _clock.Advance(TimeSpan.FromDays(days));
        await RunAsync(options);
        JsonNode first = Kept()[0];
        Assert.Equal((from, to), (first["from"]!.GetValue<string>(), first["to"]!.GetValue<string>()));
    }

    [Fact]
    public async Task What_could_not_be_delivered_is_tried_again_without_a_second_report_or_a_second_copy()
    {
        string blocked = Path.Combine(_folder.FullName, "blocked");
        await File.WriteAllTextAsync(blocked, "in the way", Cancel);
        await using SmtpSink smtp = new(expected: 2);
        ScheduleOptions schedule = new() { Report = "daily-brief", Cron = "0 0 7 * * ?", Folder = blocked };
        schedule.MailTo.Add("auditor@example.org");
        schedule.MailTo.Add("chief@example.org");
        ReportOptions options = Options(schedule);
        options.Mail = new MailOptions { Host = "127.0.0.1", Port = smtp.Port, Tls = MailTls.None, From = "soc@example.org" };
        await RunAsync(options);
        _clock.Advance(TimeSpan.FromHours(24));
        await using ServiceProvider services = Services(options);
        IScheduledWork work = services.GetRequiredService<IScheduledWork>();
        WorkLedger ledger = Ledger();
        await ledger.CatchUpAsync(work, Cancel);
        Assert.Equal(2, smtp.Messages.Count);
        LedgerRow failed = Assert.Single(await _cases.GetLedgerAsync(DateTimeOffset.MinValue, 100, Cancel));
        Assert.Equal("failed", failed.Kind);
        Assert.Contains(blocked, failed.Text, StringComparison.Ordinal);

        File.Delete(blocked);
        await ledger.CatchUpAsync(work, Cancel);
        Assert.Single(Kept());
        Assert.Single(Directory.EnumerateDirectories(blocked));
        Assert.Equal(2, smtp.Messages.Count);
    }

    [Fact]
    public void Everything_wrong_with_a_schedule_is_said_at_once_with_its_place()
    {
        ReportOptions options = new() { TimeZone = "Mars/Base", Chromium = "/no/chromium", Mail = new MailOptions { Host = "mail.example.org", Tls = MailTls.None, User = "soc", From = "nobody" } };
        ScheduleOptions bad = new() { Report = "weekly", Cron = "every day", TimeZone = "Asia/Saigon-2", Language = "fr", Agency = "Sở", Folder = "" };
        bad.MailTo.Add("not an address");
        options.Schedules.Add(bad);
        options.Schedules.Add(new ScheduleOptions { Report = "daily-brief", Cron = "0 0 7 * * ?" });
        options.Schedules.Add(new ScheduleOptions { Report = "daily-brief", Cron = "0 0 9 * * ?" });
        Assert.Equal(
            [
                "Reports:Chromium", "Reports:Mail:From", "Reports:Mail:PasswordFile", "Reports:Mail:Tls", "Reports:Schedules:0:Agency", "Reports:Schedules:0:Cron", "Reports:Schedules:0:Folder", "Reports:Schedules:0:Language",
                "Reports:Schedules:0:MailTo:0", "Reports:Schedules:0:Report", "Reports:Schedules:0:TimeZone", "Reports:Schedules:2:Name", "Reports:TimeZone",
            ],
            options.Check(static cron => Quartz.CronExpression.TryParse(cron, out _)).Select(static p => p.Split(' ')[0]).Order(StringComparer.Ordinal));
    }

    private static ReportOptions WithSchedules(ReportOptions options, ScheduleOptions schedule)
    {
        options.Schedules.Add(schedule);
        return options;
    }

    private ReportOptions Options(ScheduleOptions schedule) => WithSchedules(new ReportOptions { Folder = Path.Combine(_folder.FullName, "reports"), Pdf = false }, schedule);

    /// <summary>One life of the program: it comes up, catches up, and ends.</summary>
    private async Task RunAsync(ReportOptions options)
    {
        await using ServiceProvider services = Services(options);
        WorkLedger ledger = Ledger();
        foreach (IScheduledWork work in services.GetServices<IScheduledWork>())
            await ledger.CatchUpAsync(work, Cancel);
    }

    private WorkLedger Ledger() => new(_state, _cases, _clock, NullLogger<WorkLedger>.Instance);

    private ServiceProvider Services(ReportOptions options)
    {
        ServiceCollection services = new();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(_clock);
        services.AddSingleton<IEventStore>(new InMemoryEventStore(_clock));
        services.AddSingleton<ICaseStore>(_cases);
        services.AddSingleton<IStateStore>(_state);
        services.AddSocApi(new ApiOptions { KeyFolder = Path.Combine(_folder.FullName, "keys") }, options);
        return services.BuildServiceProvider();
    }

    private JsonNode[] Kept()
    {
        string folder = Path.Combine(_folder.FullName, "reports");
        return !Directory.Exists(folder)
            ? []
            : [.. Directory.EnumerateDirectories(folder).Select(static d => JsonNode.Parse(File.ReadAllText(Path.Combine(d, "manifest.json")))!).OrderBy(static m => m["due"]!.GetValue<string>(), StringComparer.Ordinal)];
    }
}
