using System.Globalization;
using SocApi.Auth;
using SocApi.Desk;
using SocApi.Problems;
using SocApi.Reports.Model;
using SocCore.Storage;

namespace SocApi.Reports;

/// <summary>Reports for endpoints and console: who may make and read which.</summary>
public sealed class ReportDesk
{
    /// <summary>The longest period of a report.</summary>
    public static readonly TimeSpan MaxPeriod = TimeSpan.FromDays(366);

    private readonly ReportMaker _maker;
    private readonly IReportShelf _shelf;
    private readonly ReportOptions _options;
    private readonly TimeProvider _time;

    internal ReportDesk(ReportMaker maker, IReportShelf shelf, ReportOptions options, TimeProvider time)
    {
        _maker = maker;
        _shelf = shelf;
        _options = options;
        _time = time;
    }

    /// <summary>Kept reports that the caller may read, latest first.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="report">Only of this kind; null: of all.</param>
    /// <param name="limit">The most, 1 to 1000.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async ValueTask<Answer<IReadOnlyList<KeptReport>>> ListAsync(Caller caller, string? report, int limit, CancellationToken cancel)
    {
        if (!caller.May(Scopes.ReportsRead))
            return Problem.Lacks(Scopes.ReportsRead);
        if (limit is < 1 or > 1_000)
            return Problem.Invalid("page_size", $"page_size is 1 to 1000, not {limit}.");
        if (report is not null && !ReportKinds.TryRead(report, out _))
            return Unknown(report);
        return Answers.Of(await _shelf.ListAsync(report, limit, caller.Agency, cancel).ConfigureAwait(false));
    }

    /// <summary>A kept report; one of another agency is as if it were not there.</summary>
    public async ValueTask<Answer<KeptReport>> GetAsync(Caller caller, string id, CancellationToken cancel)
    {
        if (!caller.May(Scopes.ReportsRead))
            return Problem.Lacks(Scopes.ReportsRead);
        return await _shelf.FindAsync(id, caller.Agency, cancel).ConfigureAwait(false) is { } report ? report : Problem.NotFound("report", id);
    }

    /// <summary>A file of a kept report: what is in it, and what it is.</summary>
    public async ValueTask<Answer<ReportFile>> GetFileAsync(Caller caller, string id, string name, CancellationToken cancel)
    {
        Answer<KeptReport> answer = await GetAsync(caller, id, cancel).ConfigureAwait(false);
        if (!answer.IsDone(out KeptReport? report, out Problem? problem))
            return problem;
        if (await _shelf.ReadAsync(report, name, cancel).ConfigureAwait(false) is not { } content)
            return Problem.NotFound("file", name);
        KeptFile? file = report.Files.FirstOrDefault(f => f.Name == name);
        return new ReportFile(content, $"{report.Id}-{name}", file?.Type ?? "application/json", file?.Sha256);
    }

    /// <summary>Makes a report now.</summary>
    public async ValueTask<Answer<KeptReport>> RunAsync(Caller caller, ReportRequest request, CancellationToken cancel)
    {
        if (!caller.May(Scopes.ReportsRun))
            return Problem.Lacks(Scopes.ReportsRun);
        if (!ReportKinds.TryRead(request.Report, out ReportKind? kind))
            return Unknown(request.Report);
        string agency = request.Agency ?? caller.Agency.Agency ?? AgencyScope.CitySoc;
        if (!AgencyIds.MayHaveTokens(agency) || !caller.Agency.Sees(agency))
            return Problem.Invalid("agency", $"You cannot make a report for the agency '{agency}'.");
        string language = request.Language ?? caller.Language;
        if (!ReportText.Languages.Contains(language))
            return Problem.Invalid("language", $"language is one of {string.Join(", ", ReportText.Languages)}, not '{language}'.");
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(request.TimeZone ?? _options.TimeZone, out TimeZoneInfo? zone))
            return Problem.Invalid("time_zone", $"time_zone is an IANA name, as in {ReportOptions.DefaultTimeZone}, not '{request.TimeZone}'.");
        Answer<ReportPeriod> period = PeriodOf(request, kind.Value, zone);
        return period.IsDone(out ReportPeriod? wanted, out Problem? problem)
            ? await _maker.MakeAsync(Order(kind.Value, wanted, language, agency), cancel).ConfigureAwait(false)
            : problem;
    }

    /// <summary>What has not happened yet is not counted: a period that is not over ends now, and the report says so.</summary>
    private ReportOrder Order(ReportKind kind, ReportPeriod period, string language, string agency)
    {
        DateTimeOffset now = _time.GetUtcNow();
        return period.To <= now
            ? new ReportOrder(kind, period, language, agency)
            : new ReportOrder(kind, period with { To = now }, language, agency) { Wanted = period.To };
    }

    private Answer<ReportPeriod> PeriodOf(ReportRequest request, ReportKind kind, TimeZoneInfo zone)
    {
        if (request.From is null != request.To is null)
            return Problem.Invalid("from", "Give both from and to, or neither for the last whole period.");
        (DateTimeOffset from, DateTimeOffset to) = request is { From: { } first, To: { } last } ? (first.ToUniversalTime(), last.ToUniversalTime()) : ReportKinds.PeriodBefore(kind, _time.GetUtcNow(), zone);
        if (from >= to)
            return Problem.Invalid("from", string.Create(CultureInfo.InvariantCulture, $"from ({from:O}) is not before to ({to:O})."));
        if (from >= _time.GetUtcNow())
            return Problem.Invalid("from", string.Create(CultureInfo.InvariantCulture, $"from ({from:O}) is in the future; there is nothing to report yet."));
        return to - from > MaxPeriod
            ? Problem.Invalid("to", $"The period is longer than {MaxPeriod.TotalDays:0} days; make several reports.")
            : new ReportPeriod(from, to, zone);
    }

    private static Problem Unknown(string report) => Problem.Invalid("report", $"There is no report '{report}'; there is {string.Join(", ", ReportKinds.All)}.");
}
