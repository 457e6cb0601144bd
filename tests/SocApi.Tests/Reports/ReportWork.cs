using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SocApi.Reports;
using SocApi.Reports.Keeping;
using SocApi.Reports.Model;
using SocApi.Reports.Rendering;
using SocApi.Tests.City;
using SocCore.Storage;
using SocStore.InMemory;

namespace SocApi.Tests.Reports;

/// <summary>What makes reports, over stores in memory, with a clock that stands still.</summary>
internal sealed class ReportWork : IDisposable
{
    public static readonly TimeZoneInfo City = TimeZoneInfo.FindSystemTimeZoneById("Asia/Ho_Chi_Minh");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("soc-reports-test-");

    public ReportWork(DateTimeOffset now)
    {
        Clock = new FakeTimeProvider(now);
        Events = new InMemoryEventStore(Clock);
        Cases = new InMemoryCaseStore(Clock);
        State = new InMemoryStateStore(Clock);
        Options = new ReportOptions { Folder = Path.Combine(_folder.FullName, "kept"), Pdf = false };
        Shelf = new ReportFolder(Options.Folder);
        Maker = NewMaker(Events, Cases, State);
    }

    public FakeTimeProvider Clock { get; }

    public IEventStore Events { get; }

    public ICaseStore Cases { get; }

    public IStateStore State { get; }

    public FixedSourceBench Sources { get; } = new();

    public ReportOptions Options { get; }

    public IReportShelf Shelf { get; }

    public ReportMaker Maker { get; }

    /// <summary>A folder for what a test writes.</summary>
    public string Scratch => _folder.FullName;

    public ReportMaker NewMaker(IEventStore events, ICaseStore cases, IStateStore state) => new(
        events, cases, state, Sources, new ReportHtml(NullLoggerFactory.Instance), new ReportPdf(Options, Clock, NullLogger<ReportPdf>.Instance), Shelf, Clock, NullLogger<ReportMaker>.Instance);

    public Task<ReportDocument> WriteAsync(ReportOrder order) => Maker.WriteAsync(order, Clock.GetUtcNow(), TestContext.Current.CancellationToken);

    public static ReportOrder Order(ReportKind kind, DateTimeOffset from, DateTimeOffset to, string language = "en", string agency = AgencyScope.CitySoc) =>
        new(kind, new ReportPeriod(from, to, City), language, agency);

    public async Task<string> ReadAsync(KeptReport report, string name) =>
        Encoding.UTF8.GetString((await Shelf.ReadAsync(report, name, TestContext.Current.CancellationToken))!);

    public void Dispose()
    {
        Maker.Dispose();
        _folder.Delete(recursive: true);
    }
}
