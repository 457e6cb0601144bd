using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using SocCore.Storage;
using SocStore.Cases;
using SocStore.Elastic.Cases;
using SocStore.Elastic.Dsl;
using SocStore.Elastic.Gateway;

namespace SocStore.Elastic.Reports;

/// <summary>
/// Reports on Elasticsearch or OpenSearch, the same for every process. Files are cut into pieces, so that no request comes
/// near what a server takes; a report is there when its own document is, which is created last and once. Until then a draft
/// stands for the attempt, so that the pieces of one that broke off are found and deleted a day later.
/// </summary>
internal sealed class ElasticReportShelf(ElasticGateway gateway, TimeProvider time, int pieceBytes = ElasticReportShelf.DefaultPieceBytes) : IReportShelf
{
    /// <summary>In base64 and with its document 1.4 MB: servers take 100 MB, and proxies before them seldom less than 2.</summary>
    public const int DefaultPieceBytes = 1 << 20;

    /// <summary>When an attempt that has not ended is given up by the others.</summary>
    public static readonly TimeSpan DraftLives = TimeSpan.FromDays(1);

    /// <summary>How many pieces are fetched at once.</summary>
    private const int PiecesAtOnce = 8;

    private const int MostDrafts = 100;

    private readonly CaseReader _reader = new(gateway);
    private readonly string _reports = gateway.Options.IndexPrefix + ReportIndices.ReportsName;
    private readonly string _pieces = gateway.Options.IndexPrefix + ReportIndices.PiecesName;

    public async ValueTask<bool> KeepAsync(KeptReport report, IReadOnlyDictionary<string, byte[]> files, CancellationToken cancel)
    {
        if (await GetAsync(report.Id, cancel).ConfigureAwait(false) is not null)
            return false;
        await SweepAsync(cancel).ConfigureAwait(false);
        byte[] manifest = files[KeptReport.Manifest];
        ShelvedReport shelved = new(report, new KeptFile(KeptReport.Manifest, "application/json", manifest.LongLength, Sum(manifest), null), pieceBytes);
        string draft = $"draft~{Guid.CreateVersion7(time.GetUtcNow()):N}";
        await PutAsync(draft, new JsonObject { ["report"] = report.Id, ["draft"] = time.GetUtcNow().UtcTicks }, cancel).ConfigureAwait(false);
        foreach (KeptFile file in report.Files.Append(shelved.Manifest))
        {
            byte[] content = files[file.Name];
            if (Sum(content) != file.Sha256)
                throw new ArgumentException($"The report '{report.Id}' cannot be kept: its manifest has another SHA-256 sum of '{file.Name}' than the file.", nameof(files));
            for (int i = 0; i < Count(content.LongLength, pieceBytes); i++)
            {
                int at = i * pieceBytes;
                JsonObject piece = new()
                {
                    ["report"] = report.Id,
                    ["sha256"] = file.Sha256,
                    ["content"] = Convert.ToBase64String(content.AsSpan(at, Math.Min(pieceBytes, content.Length - at))),
                };
                await PutAsync(IdOf(report.Id, file, i), piece, cancel).ConfigureAwait(false);
            }
        }

        bool isKept = await CreateAsync(shelved, cancel).ConfigureAwait(false);
        // Another one was first: what this attempt wrote beyond what that one has goes with its draft.
        if (!isKept)
            await TidyAsync(report.Id, cancel).ConfigureAwait(false);
        (await gateway.SendAsync(ElasticRequest.Delete($"{_pieces}/_doc/{draft}").Expecting(404), cancel).ConfigureAwait(false)).Dispose();
        return isKept;
    }

    public async ValueTask<IReadOnlyList<KeptReport>> ListAsync(string? report, int limit, AgencyScope scope, CancellationToken cancel)
    {
        QueryRules.CheckLimit(limit);
        List<DslQuery> parts =
        [
            scope.SeesAll ? DslQuery.MatchAll
            : scope.Sees(scope.Agency!) ? DslQuery.Term("agency", scope.Agency!)
            : DslQuery.MatchNone,
        ];
        if (report is not null)
            parts.Add(DslQuery.Term("report", report));
        (IReadOnlyList<JsonElement> hits, _) = await _reader.SearchAsync(ReportIndices.ReportsName, DslQuery.All(parts), ["-made", "id"], limit, null, cancel).ConfigureAwait(false);
        return [.. hits.Select(static h => Read(h.GetProperty("_source")).Report)];
    }

    public async ValueTask<KeptReport?> FindAsync(string id, AgencyScope scope, CancellationToken cancel) =>
        await GetAsync(id, cancel).ConfigureAwait(false) is { Report: { } report } && scope.Sees(report.Agency) ? report : null;

    public async ValueTask<byte[]?> ReadAsync(KeptReport report, string name, CancellationToken cancel)
    {
        if (await GetAsync(report.Id, cancel).ConfigureAwait(false) is not { } shelved || shelved.Find(name) is not { } file)
            return null;
        byte[] content = new byte[file.Bytes];
        int at = 0;
        foreach (string[] ids in Enumerable.Range(0, Count(file.Bytes, shelved.PieceBytes)).Select(i => IdOf(report.Id, file, i)).Chunk(PiecesAtOnce))
        {
            Dictionary<string, JsonElement> found = await _reader.GetAsync(ReportIndices.PiecesName, ids, cancel).ConfigureAwait(false);
            foreach (string id in ids)
            {
                byte[] piece = found.TryGetValue(id, out JsonElement document) ? document.GetProperty("content").GetBytesFromBase64() : throw Damaged(report, file, $"the piece '{id}' is gone");
                if (piece.Length > content.Length - at)
                    throw Damaged(report, file, $"the piece '{id}' is longer than the rest of the file");
                piece.CopyTo(content, at);
                at += piece.Length;
            }
        }

        return at == content.Length && Sum(content) == file.Sha256 ? content : throw Damaged(report, file, $"it has not the SHA-256 sum of its manifest, {file.Sha256}");
    }

    private InvalidDataException Damaged(KeptReport report, KeptFile file, string how) =>
        new($"The report '{report.Id}' is damaged: of '{file.Name}' in '{_pieces}' {how}. Bring the index back from a snapshot, or have the report made again.");

    /// <summary>An empty file has a piece too: whether it is there can be told.</summary>
    private static int Count(long bytes, int pieceBytes) => Math.Max(1, (int)((bytes + pieceBytes - 1) / pieceBytes));

    /// <summary>By content, so that an attempt after one that broke off writes over what is the same. No report's id has a tilde.</summary>
    private static string IdOf(string report, KeptFile file, int piece) => string.Create(CultureInfo.InvariantCulture, $"{report}~{file.Sha256}~{piece}");

    private static string Sum(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private static ShelvedReport Read(JsonElement source) => CaseReader.Read<ShelvedReport>(source);

    private async Task<ShelvedReport?> GetAsync(string id, CancellationToken cancel)
    {
        // An id has 512 bytes; the program's own are far shorter.
        if (id.Length is 0 or > 200)
            return null;
        Dictionary<string, JsonElement> found = await _reader.GetAsync(ReportIndices.ReportsName, [id], cancel).ConfigureAwait(false);
        return found.Count == 0 ? null : Read(found.Values.First());
    }

    private async Task PutAsync(string id, JsonObject document, CancellationToken cancel) =>
        (await gateway.SendAsync(ElasticRequest.Put($"{_pieces}/_doc/{id}", document), cancel).ConfigureAwait(false)).Dispose();

    /// <summary>Creates the report's own document, seen by every search from then on. False when there is one that is not this.</summary>
    private async Task<bool> CreateAsync(ShelvedReport shelved, CancellationToken cancel)
    {
        KeptReport report = shelved.Report;
        JsonObject document = new()
        {
            ["id"] = report.Id,
            ["report"] = report.Report,
            ["agency"] = report.Agency,
            ["made"] = report.MadeAt.UtcTicks,
            ["doc"] = JsonNode.Parse(StoredJson.Write(shelved)),
        };
        using ElasticResponse answer = await gateway.SendAsync(ElasticRequest.Put($"{_reports}/_create/{report.Id}?refresh=true", document).Expecting(409), cancel).ConfigureAwait(false);
        // A call that was sent again meets what its first sending wrote.
        return answer.IsSuccess || (await GetAsync(report.Id, cancel).ConfigureAwait(false))?.Manifest.Sha256 == shelved.Manifest.Sha256;
    }

    /// <summary>Deletes what attempts left behind that broke off long ago.</summary>
    private async Task SweepAsync(CancellationToken cancel)
    {
        DslQuery old = DslQuery.Range("draft", null, ("lt", (time.GetUtcNow() - DraftLives).UtcTicks));
        (IReadOnlyList<JsonElement> drafts, _) = await _reader.SearchAsync(ReportIndices.PiecesName, old, ["draft"], MostDrafts, null, cancel).ConfigureAwait(false);
        foreach (JsonElement draft in drafts)
        {
            string report = draft.GetProperty("_source").GetProperty("report").GetString()!;
            await TidyAsync(report, cancel).ConfigureAwait(false);
            await _reader.DeleteAsync(ReportIndices.PiecesName, DslQuery.All([DslQuery.Term("report", report), old]), cancel).ConfigureAwait(false);
        }
    }

    /// <summary>Deletes the pieces of a report that are none of its files.</summary>
    private async Task TidyAsync(string report, CancellationToken cancel)
    {
        ShelvedReport? kept = await GetAsync(report, cancel).ConfigureAwait(false);
        string[] sums = kept is null ? [] : [.. kept.Report.Files.Append(kept.Manifest).Select(static f => f.Sha256)];
        DslQuery stray = DslQuery.All([DslQuery.Term("report", report), DslQuery.Exists("sha256"), DslQuery.Not(DslQuery.Terms("sha256", sums))]);
        await _reader.DeleteAsync(ReportIndices.PiecesName, stray, cancel).ConfigureAwait(false);
    }
}
