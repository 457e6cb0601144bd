using System.Text;
using System.Text.Json;
using SocCore.Storage;
using Xunit;

namespace SocTesting.Storage;

/// <summary>What every shelf of reports has to keep. One shelf a test; each call of <see cref="OpenAsync"/> is another process on it.</summary>
public abstract class ReportShelfConformance
{
    private const string Traffic = "so-gtvt";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Opens the shelf of this test, as another process has it.</summary>
    protected abstract ValueTask<IReportShelf> OpenAsync();

    /// <summary>The bytes of <c>manifest.json</c>, from which a shelf may read what it lists.</summary>
    protected virtual byte[] WriteManifest(KeptReport report) => JsonSerializer.SerializeToUtf8Bytes(report);

    /// <summary>Changes one byte of a kept file, or takes some of it away, behind the shelf's back.</summary>
    protected abstract ValueTask SpoilAsync(KeptReport report, KeptFile file, bool isGone);

    [Fact]
    public async Task Report_is_read_by_every_process_as_it_was_kept()
    {
        IReportShelf shelf = await OpenAsync();
        IReportShelf other = await OpenAsync();
        // Empty, of one byte, of text, and of several pieces with every byte in them.
        byte[] large = new byte[5_000_001];
        new Random(7).NextBytes(large);
        (KeptReport report, Dictionary<string, byte[]> files) = Make("daily-brief-1", files: [("empty.csv", []), ("one.csv", [0]), ("report.html", Encoding.UTF8.GetBytes("<p>Báo cáo \u0000</p>")), ("report.pdf", large)]);
        Assert.Null(await other.FindAsync(report.Id, AgencyScope.City, Cancel));
        Assert.True(await shelf.KeepAsync(report, files, Cancel));
        foreach (IReportShelf reader in (IReportShelf[])[shelf, other, await OpenAsync()])
        {
            KeptReport found = (await reader.FindAsync(report.Id, AgencyScope.City, Cancel))!;
            Assert.Equal(report.Files, found.Files);
            Assert.Equal(report with { Files = [] }, found with { Files = [] });
            Assert.Equal(report.Id, Assert.Single(await reader.ListAsync(null, 10, AgencyScope.City, Cancel)).Id);
            foreach ((string name, byte[] content) in files)
                Assert.Equal(content, await reader.ReadAsync(found, name, Cancel));
            foreach (string name in (string[])["", "report.txt", "../report.html", "REPORT.HTML", "."])
                Assert.Null(await reader.ReadAsync(found, name, Cancel));
        }
    }

    [Fact]
    public async Task First_report_of_an_id_stays_as_it_is()
    {
        IReportShelf shelf = await OpenAsync();
        (KeptReport first, Dictionary<string, byte[]> files) = Make("daily-brief-1", text: "first");
        (KeptReport second, Dictionary<string, byte[]> others) = Make("daily-brief-1", text: "second", made: 60);
        Assert.True(await shelf.KeepAsync(first, files, Cancel));
        Assert.False(await (await OpenAsync()).KeepAsync(second, others, Cancel));
        KeptReport kept = (await shelf.FindAsync(first.Id, AgencyScope.City, Cancel))!;
        Assert.Equal(first.MadeAt, kept.MadeAt);
        Assert.Equal("first", Encoding.UTF8.GetString((await shelf.ReadAsync(kept, "report.html", Cancel))!));
    }

    [Fact]
    public async Task One_of_many_processes_keeps_a_report_and_all_read_that_one()
    {
        const int processes = 6;
        IReportShelf[] shelves = new IReportShelf[processes];
        for (int i = 0; i < processes; i++)
            shelves[i] = await OpenAsync();
        bool[] kept = await Task.WhenAll(Enumerable.Range(0, processes).Select(i => Task.Run(
            async () =>
            {
                (KeptReport report, Dictionary<string, byte[]> files) = Make("daily-brief-1", text: $"process {i}", made: i);
                return await shelves[i].KeepAsync(report, files, Cancel);
            },
            Cancel)));
        int winner = Array.IndexOf(kept, true);
        Assert.Single(kept, static k => k);
        foreach (IReportShelf shelf in shelves)
        {
            KeptReport found = Assert.Single(await shelf.ListAsync(null, 10, AgencyScope.City, Cancel));
            Assert.Equal(Some.Time.AddSeconds(winner), found.MadeAt);
            Assert.Equal($"process {winner}", Encoding.UTF8.GetString((await shelf.ReadAsync(found, "report.html", Cancel))!));
        }
    }

    [Fact]
    public async Task Reports_are_listed_latest_first_by_kind_and_agency()
    {
        IReportShelf shelf = await OpenAsync();
        Assert.Empty(await shelf.ListAsync(null, 10, AgencyScope.City, Cancel));
        foreach ((string id, string agency, int made) in ((string, string, int)[])
            [("daily-brief-b", AgencyScope.CitySoc, 10), ("daily-brief-a", AgencyScope.CitySoc, 10), ("agency-month-c", Traffic, 30), ("agency-month-d", "so-yte", 20), ("agency-month-e", AgencyScope.Unassigned, 5)])
        {
            (KeptReport report, Dictionary<string, byte[]> files) = Make(id, agency: agency, made: made);
            Assert.True(await shelf.KeepAsync(report, files, Cancel));
        }

        Assert.Equal("c d a b e", await ListAsync(shelf, null, AgencyScope.City));
        Assert.Equal("c d", await ListAsync(shelf, null, AgencyScope.City, limit: 2));
        Assert.Equal("a b", await ListAsync(shelf, "daily-brief", AgencyScope.City));
        Assert.Equal("", await ListAsync(shelf, "source-coverage", AgencyScope.City));
        Assert.Equal("c", await ListAsync(shelf, null, AgencyScope.Of(Traffic)));
        Assert.Equal("", await ListAsync(shelf, "daily-brief", AgencyScope.Of(Traffic)));
        Assert.Equal("", await ListAsync(shelf, null, AgencyScope.Of(AgencyScope.Unassigned)));
        Assert.Null(await shelf.FindAsync("agency-month-c", AgencyScope.Of("so-yte"), Cancel));
        Assert.Null(await shelf.FindAsync("daily-brief-a", AgencyScope.Of("so-yte"), Cancel));
        Assert.NotNull(await shelf.FindAsync("agency-month-d", AgencyScope.Of("so-yte"), Cancel));
        foreach (string id in (string[])["", "agency", "../agency-month-d", "agency-month-d/", "*", new string('a', 5_000)])
            Assert.Null(await shelf.FindAsync(id, AgencyScope.City, Cancel));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task File_that_is_not_as_it_was_kept_is_refused_by_name(bool isGone)
    {
        IReportShelf shelf = await OpenAsync();
        (KeptReport report, Dictionary<string, byte[]> files) = Make("daily-brief-1", text: "as it was");
        Assert.True(await shelf.KeepAsync(report, files, Cancel));
        await SpoilAsync(report, report.Files[0], isGone);
        InvalidDataException refusal = await Assert.ThrowsAsync<InvalidDataException>(async () => await shelf.ReadAsync(report, "report.html", Cancel));
        Assert.Contains("daily-brief-1", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("report.html", refusal.Message, StringComparison.Ordinal);
        Assert.NotNull(await shelf.ReadAsync(report, KeptReport.Manifest, Cancel));
    }

    /// <summary>A report with files, whose manifest is as this shelf reads it.</summary>
    protected (KeptReport Report, Dictionary<string, byte[]> Files) Make(
        string id, string text = "text", string agency = AgencyScope.CitySoc, int made = 0, IReadOnlyList<(string Name, byte[] Content)>? files = null)
    {
        (KeptReport report, Dictionary<string, byte[]> all) = SomeReports.Make(id, text, agency, made, files);
        all[KeptReport.Manifest] = WriteManifest(report);
        return (report, all);
    }

    private static async Task<string> ListAsync(IReportShelf shelf, string? report, AgencyScope scope, int limit = 100) =>
        string.Join(' ', (await shelf.ListAsync(report, limit, scope, Cancel)).Select(static r => r.Id[^1]));
}
