using System.Text.Json;
using SocApi.Contracts;
using SocApi.Reports.Keeping;
using SocApi.Reports.Rendering;
using SocCore.Storage;
using SocTesting.Storage;

namespace SocApi.Tests.Reports;

public sealed class ReportFolderTests : ReportShelfConformance, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("soc-report-folder-");

    private string Kept => Path.Combine(_folder.FullName, "kept");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task What_is_no_report_is_not_listed_and_nothing_lies_beside_the_reports()
    {
        ReportFolder shelf = new(Kept);
        (KeptReport report, Dictionary<string, byte[]> files) = Make("daily-brief-1");
        Assert.True(await shelf.KeepAsync(report, files, TestContext.Current.CancellationToken));
        Assert.False(await shelf.KeepAsync(report, files, TestContext.Current.CancellationToken));
        Assert.Equal([report.Id], Directory.EnumerateFileSystemEntries(Kept).Select(static e => Path.GetFileName(e)));
        Directory.CreateDirectory(Path.Combine(Kept, "empty"));
        Directory.CreateDirectory(Path.Combine(Kept, ".daily-brief-2.x.new"));
        Directory.CreateDirectory(Path.Combine(Kept, "other"));
        File.Copy(Path.Combine(Kept, report.Id, KeptReport.Manifest), Path.Combine(Kept, "other", KeptReport.Manifest));
        Assert.Equal(report.Id, Assert.Single(await new ReportFolder(Kept).ListAsync(null, 10, AgencyScope.City, TestContext.Current.CancellationToken)).Id);
        await Assert.ThrowsAsync<ArgumentException>(async () => await shelf.KeepAsync(report with { Id = "../up" }, files, TestContext.Current.CancellationToken));
    }

    protected override ValueTask<IReportShelf> OpenAsync() => ValueTask.FromResult<IReportShelf>(new ReportFolder(Kept));

    protected override byte[] WriteManifest(KeptReport report) => ReportJson.Write(JsonSerializer.SerializeToNode(report, SocJson.Options)!);

    protected override async ValueTask SpoilAsync(KeptReport report, KeptFile file, bool isGone)
    {
        string path = Path.Combine(Kept, report.Id, file.Name);
        if (isGone)
            File.Delete(path);
        else
            await File.AppendAllTextAsync(path, " ", TestContext.Current.CancellationToken);
    }
}
