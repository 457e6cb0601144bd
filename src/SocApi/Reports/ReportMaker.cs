using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using SocApi.Contracts;
using SocApi.Reports.Contents;
using SocApi.Reports.Model;
using SocApi.Reports.Rendering;
using SocCore.Ports;
using SocCore.Storage;

namespace SocApi.Reports;

/// <summary>Makes reports: reads, writes, renders, keeps. One at a time, so that a report never crowds out the service.</summary>
internal sealed partial class ReportMaker(
    IEventStore events, ICaseStore cases, IStateStore state, ISourceBench sources, ReportHtml html, ReportPdf pdf, IReportShelf shelf, TimeProvider time, ILogger<ReportMaker> log) : IDisposable
{
    /// <summary>What stands for the program in a report.</summary>
    public static string Generator { get; } = $"SmartCity SOC {typeof(ReportMaker).Assembly.GetName().Version?.ToString(3)}";

    /// <summary>A schedule that is so late was missed: the report says so.</summary>
    public static readonly TimeSpan Late = TimeSpan.FromMinutes(15);

    private static readonly Dictionary<ReportKind, IReportContent> Contents =
        new IReportContent[] { new DailyBrief(), new WeeklyOperations(), new SourceCoverage(), new AgencyMonth() }.ToDictionary(static c => c.Kind);

    private readonly SemaphoreSlim _turn = new(1);

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    /// <summary>Makes a report and keeps it. What a schedule has made before for the same period is not made again.</summary>
    public async Task<KeptReport> MakeAsync(ReportOrder order, CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            DateTimeOffset now = time.GetUtcNow();
            string id = IdOf(order, now);
            if (await shelf.FindAsync(id, AgencyScope.City, cancel).ConfigureAwait(false) is { } kept)
                return kept;
            ReportDocument document = await WriteAsync(order, now, cancel).ConfigureAwait(false);
            (KeptReport report, Dictionary<string, byte[]> files) = await RenderAsync(id, order, document, cancel).ConfigureAwait(false);
            // Another process, which took itself for the active one, may have been first.
            if (!await shelf.KeepAsync(report, files, cancel).ConfigureAwait(false) && await shelf.FindAsync(id, AgencyScope.City, cancel).ConfigureAwait(false) is { } first)
                return first;
            Log.Made(log, report.Id, report.From, report.To);
            return report;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The report as data.</summary>
    public async Task<ReportDocument> WriteAsync(ReportOrder order, DateTimeOffset now, CancellationToken cancel)
    {
        ReportDraft draft = await ReportDraft.BeginAsync(order, events, cases, state, sources, cancel).ConfigureAwait(false);
        return new ReportDocument
        {
            Kind = order.Kind,
            Language = order.Language,
            Title = draft.Text[$"Title.{order.Kind}"],
            Purpose = draft.Text[$"Purpose.{order.Kind}"],
            Agency = order.Agency,
            Period = order.Period,
            MadeAt = now,
            Generator = Generator,
            Notices = [.. Notices(order, draft.Text, now)],
            Sections = await Contents[order.Kind].WriteAsync(draft, cancel).ConfigureAwait(false),
        };
    }

    /// <summary>
    /// The name of a report: what it is about, in words, and a hash that tells apart what words do not. Of a schedule it
    /// depends on the due time alone, so that a second try finds the first one's report.
    /// </summary>
    public static string IdOf(ReportOrder order, DateTimeOffset now)
    {
        string whole = string.Create(
            CultureInfo.InvariantCulture,
            $"{order.Kind}|{order.Period.From.UtcTicks}|{order.Period.To.UtcTicks}|{order.Period.Zone.Id}|{order.Language}|{order.Agency}|{order.Schedule}|{(order.Due ?? now).UtcTicks}");
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(whole)).AsSpan(0, 5));
        string day = order.Period.Local(order.Period.From).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return $"{ReportKinds.Name(order.Kind)}-{day}-{order.Agency}-{order.Language}-{hash}";
    }

    private async Task<(KeptReport Report, Dictionary<string, byte[]> Files)> RenderAsync(string id, ReportOrder order, ReportDocument document, CancellationToken cancel)
    {
        List<(string Name, string Type, byte[] Content, int? Rows)> files = [];
        byte[] page = await html.RenderAsync(document).ConfigureAwait(false);
        files.Add(("report.html", "text/html; charset=utf-8", page, null));
        PdfOutcome print = await pdf.PrintAsync(page, cancel).ConfigureAwait(false);
        if (print.Content is { } content)
            files.Add(("report.pdf", "application/pdf", content, null));
        files.Add(("report.json", "application/json", ReportJson.Write(document), null));
        foreach (ReportTable table in document.Tables)
            files.Add(($"{table.Id}.csv", "text/csv; charset=utf-8", ReportCsv.Write(table, document.Period), table.Rows.Count));
        KeptReport report = new()
        {
            Id = id,
            Report = ReportKinds.Name(order.Kind),
            Title = document.Title,
            Language = order.Language,
            Agency = order.Agency,
            From = order.Period.From,
            To = order.Period.To,
            TimeZone = order.Period.Zone.Id,
            MadeAt = document.MadeAt,
            Schedule = order.Schedule,
            Due = order.Due,
            MadeUp = IsLate(order, document.MadeAt),
            Generator = Generator,
            PdfNotice = print.Notice,
            Files = [.. files.Select(static f => new KeptFile(f.Name, f.Type, f.Content.LongLength, Convert.ToHexStringLower(SHA256.HashData(f.Content)), f.Rows))],
        };
        Dictionary<string, byte[]> all = files.ToDictionary(static f => f.Name, static f => f.Content);
        all[KeptReport.Manifest] = ReportJson.Write(System.Text.Json.JsonSerializer.SerializeToNode(report, SocJson.Options)!);
        return (report, all);
    }

    private static bool IsLate(ReportOrder order, DateTimeOffset now) => order.Due is { } due && now - due > Late;

    private static IEnumerable<string> Notices(ReportOrder order, ReportText text, DateTimeOffset now)
    {
        string made = ReportText.Second(order.Period.Local(now));
        if (IsLate(order, now))
            yield return text["Notice.MadeUp", ReportText.Second(order.Period.Local(order.Due!.Value)), made];
        if (order.Wanted is { } wanted)
            yield return text["Notice.NotOver", ReportText.Second(order.Period.Local(wanted)), made];
        if (!order.Scope.SeesAll)
            yield return text["Notice.Share"];
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.ReportMade, LogLevel.Information, "Made the report '{Id}' of {From:O} to {To:O}")]
        public static partial void Made(ILogger log, string id, DateTimeOffset from, DateTimeOffset to);
    }
}
