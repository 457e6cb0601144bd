using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using MimeKit;
using SocApi;
using SocApi.Auth;
using SocApi.Desk;
using SocApi.Reports;
using SocApi.Reports.Schedules;
using SocCore.Ports;
using SocCore.Storage;
using SocDetect.Scheduling;
using SocStore.Elastic;
using SocStore.Elastic.Gateway;
using SocTesting.Elastic;
using Xunit;

namespace SocHost.Tests.Reports;

/// <summary>Reports on one server for many processes: whoever makes one, all read it, and each due time has one.</summary>
public sealed class ReportsApartTests(SearchServers servers) : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("soc-reports-apart-");
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 3, 10, 12, 0, 0, TimeSpan.Zero));
    private readonly List<ServiceProvider> _processes = [];
    private readonly string _name = $"r{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}"[..20];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync()
    {
        if (_processes.Count > 0)
            await _processes[0].GetRequiredService<ElasticStore>().EraseAsync(CancellationToken.None);
        foreach (ServiceProvider process in _processes)
            await process.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData(SearchServer.Elasticsearch)]
    [InlineData(SearchServer.OpenSearch)]
    public async Task Two_detectors_that_both_take_themselves_for_the_active_one_make_each_report_once(SearchServer server)
    {
        await using SmtpSink smtp = new(expected: 6);
        ServiceProvider first = await StartAsync(server, smtp.Port);
        ServiceProvider second = await StartAsync(server, smtp.Port);
        foreach (ServiceProvider process in (ServiceProvider[])[first, second])
            await Ledger(process).EnrolAsync(process.GetRequiredService<IScheduledWork>(), Cancel);
        // Three mornings are missed; a deposed detector and its successor make up for them at the same time.
        _clock.Advance(TimeSpan.FromDays(2) + TimeSpan.FromHours(15));
        await Task.WhenAll(_processes.Select(p => Task.Run(() => Ledger(p).CatchUpAsync(p.GetRequiredService<IScheduledWork>(), Cancel), Cancel)));
        await Ledger(second).CatchUpAsync(second.GetRequiredService<IScheduledWork>(), Cancel);

        ServiceProvider api = await StartAsync(server, smtp.Port);
        IReadOnlyList<KeptReport> kept = (await Desk(api).ListAsync(City, "daily-brief", 100, Cancel)).Value;
        Assert.Equal(
            ["2026-03-11T00:00:00.000Z", "2026-03-12T00:00:00.000Z", "2026-03-13T00:00:00.000Z"],
            kept.Select(static r => SocCore.Events.Rfc3339.Format(r.Due!.Value)).Order(StringComparer.Ordinal));
        Assert.All(kept, static r => Assert.True(r.MadeUp));
        Assert.Equal(kept.Select(static r => r.Id).Order(StringComparer.Ordinal), Directory.EnumerateDirectories(Path.Combine(_folder.FullName, "out")).Select(static d => Path.GetFileName(d)).Order(StringComparer.Ordinal));
        // Who gets one twice, because both sent it at the same moment, can tell by its id.
        HashSet<string> ids = [];
        foreach ((_, _, byte[] content) in smtp.Messages)
        {
            using MemoryStream stream = new(content);
            using MimeMessage message = await MimeMessage.LoadAsync(stream, Cancel);
            ids.Add(message.MessageId!);
        }

        Assert.Equal(kept.Select(static r => $"{r.Id}@example.org").Order(StringComparer.Ordinal), ids.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(SearchServer.Elasticsearch)]
    [InlineData(SearchServer.OpenSearch)]
    public async Task Report_that_one_API_made_is_read_by_another_with_the_same_bytes_and_by_its_agency_alone(SearchServer server)
    {
        ServiceProvider maker = await StartAsync(server, smtpPort: 25);
        ServiceProvider other = await StartAsync(server, smtpPort: 25);
        KeptReport made = (await Desk(maker).RunAsync(City, new ReportRequest("agency-month") { Agency = "so-gtvt" }, Cancel)).Value;
        Assert.False(Directory.Exists(Path.Combine(_folder.FullName, "reports")), "nothing is kept in a folder of one machine");
        KeptReport read = Assert.Single((await Desk(other).ListAsync(Of("so-gtvt"), null, 10, Cancel)).Value);
        Assert.Equal(made.Id, read.Id);
        foreach (string name in made.Files.Select(static f => f.Name).Append(KeptReport.Manifest))
        {
            ReportFile one = (await Desk(maker).GetFileAsync(City, made.Id, name, Cancel)).Value;
            ReportFile two = (await Desk(other).GetFileAsync(Of("so-gtvt"), made.Id, name, Cancel)).Value;
            Assert.Equal(Encoding.UTF8.GetString(one.Content.Span), Encoding.UTF8.GetString(two.Content.Span));
            Assert.NotNull((await Desk(other).GetFileAsync(Of("so-yte"), made.Id, name, Cancel)).Problem);
        }

        Assert.Empty((await Desk(other).ListAsync(Of("so-yte"), null, 10, Cancel)).Value);
        Assert.NotNull((await Desk(other).GetAsync(Of("so-yte"), made.Id, Cancel)).Problem);
    }

    private static Caller City => Of(AgencyScope.CitySoc);

    private static Caller Of(string agency) => new()
    {
        Subject = "an",
        DisplayName = "An",
        Roles = [Roles.Lead],
        Scopes = Roles.All[Roles.Lead],
        Agency = AgencyScope.Of(agency),
        Language = "vi",
    };

    private static ReportDesk Desk(ServiceProvider process) => process.GetRequiredService<ReportDesk>();

    private WorkLedger Ledger(ServiceProvider process) =>
        new(process.GetRequiredService<IStateStore>(), process.GetRequiredService<ICaseStore>(), _clock, NullLogger<WorkLedger>.Instance);

    /// <summary>A process with the parts that reports need; its store has a clock that runs.</summary>
    private async Task<ServiceProvider> StartAsync(SearchServer server, int smtpPort)
    {
        Uri address = await servers.GetAsync(server);
        ScheduleOptions schedule = new() { Report = "daily-brief", Cron = "0 0 7 * * ?", Folder = Path.Combine(_folder.FullName, "out") };
        schedule.MailTo.Add("auditor@example.org");
        ReportOptions reports = new()
        {
            Folder = Path.Combine(_folder.FullName, "reports"),
            Pdf = false,
            Mail = new SocApi.Reports.Delivery.MailOptions { Host = "127.0.0.1", Port = smtpPort, Tls = SocApi.Reports.Delivery.MailTls.None, From = "soc@example.org" },
        };
        reports.Schedules.Add(schedule);
        ServiceCollection services = new();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(_clock);
        services.AddSingleton(_ => new ElasticStore(new ElasticOptions { Nodes = [address.ToString()], IndexPrefix = $"{_name}-", Namespace = _name }, TimeProvider.System, NullLoggerFactory.Instance));
        services.AddSingleton(static all => all.GetRequiredService<ElasticStore>().Events);
        services.AddSingleton(static all => all.GetRequiredService<ElasticStore>().Cases);
        services.AddSingleton(static all => all.GetRequiredService<ElasticStore>().State);
        services.AddSingleton(static all => all.GetRequiredService<ElasticStore>().Reports);
        services.AddSocApi(new ApiOptions { KeyFolder = Path.Combine(_folder.FullName, "keys") }, reports);
        ServiceProvider process = services.BuildServiceProvider();
        _processes.Add(process);
        return process;
    }
}
