using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SocCore.Storage;
using SocStore.Elastic.Gateway;
using SocStore.Elastic.Reports;
using SocStore.Tests.Elastic.Cases;
using SocTesting;
using SocTesting.Elastic;
using SocTesting.Storage;
using Xunit;

namespace SocStore.Tests.Elastic.Reports;

public abstract class ElasticReportShelfTests(SearchServers servers, SearchServer server) : ReportShelfConformance, IAsyncDisposable
{
    private readonly FakeTimeProvider _clock = new(Some.Time);
    private readonly List<ElasticGateway> _gateways = [];
    private TestIndices? _indices;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        foreach (ElasticGateway gateway in _gateways)
            gateway.Dispose();
        if (_indices is not null)
            await _indices.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Report_whose_writer_died_is_not_there_and_what_it_left_is_deleted_a_day_later()
    {
        TestIndices indices = await GetIndicesAsync();
        (KeptReport report, Dictionary<string, byte[]> files) = Make("daily-brief-1", files: [("report.html", new byte[100]), ("report.pdf", [1, 2, 3])]);
        // Draft and two pieces are written, then the machine is gone.
        using (ElasticGateway cut = indices.Connect(new CutWire(4, CutKind.Request)))
            await Assert.ThrowsAsync<ElasticException>(async () => await new ElasticReportShelf(cut, _clock, pieceBytes: 64).KeepAsync(report, files, Cancel));
        IReportShelf shelf = await OpenAsync();
        Assert.Null(await shelf.FindAsync(report.Id, AgencyScope.City, Cancel));
        Assert.Empty(await shelf.ListAsync(null, 10, AgencyScope.City, Cancel));
        Assert.Equal(3, await CountPiecesAsync(report.Id));

        // Within the day it may still be at work; the pieces stay, and another report is kept beside it.
        (KeptReport next, Dictionary<string, byte[]> others) = Make("daily-brief-2");
        Assert.True(await shelf.KeepAsync(next, others, Cancel));
        Assert.Equal(3, await CountPiecesAsync(report.Id));
        _clock.Advance(ElasticReportShelf.DraftLives + TimeSpan.FromMinutes(1));
        (KeptReport last, others) = Make("daily-brief-3");
        Assert.True(await shelf.KeepAsync(last, others, Cancel));
        Assert.Equal(0, await CountPiecesAsync(report.Id));
        Assert.Equal(2, await CountPiecesAsync(next.Id));
        Assert.Equal(2, await CountPiecesAsync(last.Id));
    }

    [Fact]
    public async Task Second_attempt_of_a_report_keeps_it_and_the_draft_of_the_first_takes_nothing_from_it()
    {
        TestIndices indices = await GetIndicesAsync();
        (KeptReport first, Dictionary<string, byte[]> files) = Make("daily-brief-1", text: "first");
        // Draft, file and manifest are written; the report's own document is not.
        using (ElasticGateway cut = indices.Connect(new CutWire(4, CutKind.Request)))
            await Assert.ThrowsAsync<ElasticException>(async () => await new ElasticReportShelf(cut, _clock).KeepAsync(first, files, Cancel));
        IReportShelf shelf = await OpenAsync();
        (KeptReport second, Dictionary<string, byte[]> others) = Make("daily-brief-1", text: "second", made: 60);
        Assert.True(await shelf.KeepAsync(second, others, Cancel));
        Assert.Equal(5, await CountPiecesAsync(second.Id));
        _clock.Advance(ElasticReportShelf.DraftLives + TimeSpan.FromMinutes(1));
        (KeptReport next, others) = Make("daily-brief-2");
        Assert.True(await shelf.KeepAsync(next, others, Cancel));
        Assert.Equal(2, await CountPiecesAsync(second.Id));
        Assert.NotNull(await shelf.ReadAsync(second, "report.html", Cancel));
    }

    [Fact]
    public async Task Report_whose_answer_was_lost_is_kept_and_told_so()
    {
        TestIndices indices = await GetIndicesAsync();
        using LostAnswerWire wire = new("/_create/");
        using ElasticGateway gateway = new(indices.Options, TimeProvider.System, NullLoggerFactory.Instance, wire);
        (KeptReport report, Dictionary<string, byte[]> files) = Make("daily-brief-1");
        Assert.True(await new ElasticReportShelf(gateway, _clock).KeepAsync(report, files, Cancel));
        Assert.Equal(2, wire.Seen);
        Assert.Single(await (await OpenAsync()).ListAsync(null, 10, AgencyScope.City, Cancel));
    }

    [Fact]
    public async Task No_request_is_much_longer_than_a_piece()
    {
        TestIndices indices = await GetIndicesAsync();
        using RecordingWire wire = new();
        using ElasticGateway gateway = indices.Connect(wire);
        byte[] large = new byte[ElasticReportShelf.DefaultPieceBytes * 3];
        new Random(1).NextBytes(large);
        (KeptReport report, Dictionary<string, byte[]> files) = Make("daily-brief-1", files: [("report.pdf", large)]);
        ElasticReportShelf shelf = new(gateway, _clock);
        Assert.True(await shelf.KeepAsync(report, files, Cancel));
        Assert.Equal(large, await shelf.ReadAsync(report, "report.pdf", Cancel));
        Assert.InRange(wire.Calls.Max(static c => c.Body.Length), ElasticReportShelf.DefaultPieceBytes, 1_500_000);
    }

    [Fact]
    public async Task File_that_is_none_of_the_manifest_is_not_kept()
    {
        (KeptReport report, Dictionary<string, byte[]> files) = Make("daily-brief-1");
        files["report.html"] = [9];
        IReportShelf shelf = await OpenAsync();
        ArgumentException refusal = await Assert.ThrowsAsync<ArgumentException>(async () => await shelf.KeepAsync(report, files, Cancel));
        Assert.Contains("report.html", refusal.Message, StringComparison.Ordinal);
        Assert.Null(await shelf.FindAsync(report.Id, AgencyScope.City, Cancel));
    }

    protected override async ValueTask<IReportShelf> OpenAsync()
    {
        ElasticGateway gateway = (await GetIndicesAsync()).Connect();
        _gateways.Add(gateway);
        return new ElasticReportShelf(gateway, _clock);
    }

    protected override async ValueTask SpoilAsync(KeptReport report, KeptFile file, bool isGone)
    {
        TestIndices indices = await GetIndicesAsync();
        string path = $"{Pieces(indices)}/_doc/{report.Id}~{file.Sha256}~0";
        ElasticRequest request = isGone
            ? ElasticRequest.Delete(path)
            : ElasticRequest.Put(path, new JsonObject { ["report"] = report.Id, ["sha256"] = file.Sha256, ["content"] = Convert.ToBase64String(new byte[file.Bytes]) });
        (await indices.Gateway.SendAsync(request, Cancel)).Dispose();
    }

    private static string Pieces(TestIndices indices) => indices.Options.IndexPrefix + ReportIndices.PiecesName;

    private async Task<TestIndices> GetIndicesAsync() => _indices ??= await TestIndices.MakeAsync(await servers.GetAsync(server), ReportIndices.All, Cancel);

    /// <summary>Documents of a report in the index of pieces, its drafts among them.</summary>
    private async Task<int> CountPiecesAsync(string report)
    {
        TestIndices indices = await GetIndicesAsync();
        (await indices.Gateway.SendAsync(ElasticRequest.Post($"{Pieces(indices)}/_refresh"), Cancel)).Dispose();
        JsonObject body = new() { ["query"] = new JsonObject { ["term"] = new JsonObject { ["report"] = report } } };
        using ElasticResponse answer = await indices.Gateway.SendAsync(ElasticRequest.Post($"{Pieces(indices)}/_count", body), Cancel);
        return answer.Root.GetProperty("count").GetInt32();
    }
}
