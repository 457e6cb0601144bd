using System.Globalization;
using SocApi.Charts;
using SocApi.Reports.Facts;
using SocApi.Reports.Model;

namespace SocApi.Reports.Contents;

/// <summary>Tables and charts of log sources that more than one report has.</summary>
internal sealed class SourceParts(ReportDraft draft, IReadOnlyList<SourceFact> sources)
{
    /// <summary>The most marks of a row, so that a month of many sources stays a small file.</summary>
    private const int MostMarks = 48;

    private readonly Terms _terms = draft.Terms;

    /// <summary>Sources that fell silent, stopped sending before the period, or ended it within a gap longer than their rhythm.</summary>
    public IReadOnlyList<SourceFact> Silent { get; } = [.. sources.Where(s => IsSilent(s, draft.Period.To)).OrderBy(static s => s.LastEvent ?? DateTimeOffset.MinValue).ThenBy(static s => s.Id, StringComparer.Ordinal)];

    /// <summary>Whether a source needs somebody to look at it.</summary>
    public static bool IsSilent(SourceFact source, DateTimeOffset end) =>
        source.Silences > 0 || (source.LastEvent is { } last ? source.Rhythm is { } rhythm && end - last > rhythm : source.WasHeard);

    /// <summary>The sources that somebody should look at.</summary>
    public ReportTable SilentTable() => _terms.Table(
        "silent-sources",
        [_terms.Word("source"), _terms.Word("source-title"), _terms.Word("source-agency"), _terms.Word("last-event"), _terms.Number("rhythm"), _terms.Number("since-last"), _terms.Number("silences")],
        Silent.Select(s => (IReadOnlyList<ReportCell>)
        [
            ReportCell.Of(s.Id), ReportCell.Of(s.Title), AgencyOf(s), ReportCell.Of(s.LastEvent), ReportCell.Of(s.Rhythm), ReportCell.Of(draft.Period.To - s.LastEvent), ReportCell.Of(s.Silences),
        ]));

    /// <summary>All sources with everything that is known of them.</summary>
    public ReportTable CoverageTable() => _terms.Table(
        "source-coverage",
        [
            _terms.Word("source"), _terms.Word("source-agency"), _terms.Number("events"), _terms.Number("unreadable"), _terms.Number("unreadable-share"), _terms.Word("last-event"),
            _terms.Number("empty-hours"), _terms.Number("longest-gap"), _terms.Number("lag-p95"), _terms.Number("ahead"),
        ],
        sources.Select(s => (IReadOnlyList<ReportCell>)
        [
            ReportCell.Of(s.Id), AgencyOf(s), ReportCell.Of(s.Events), ReportCell.Of(s.DeadLetters), ReportCell.Part(s.DeadLetters, s.DeadLetters + s.Events), ReportCell.Of(s.LastEvent),
            ReportCell.Of(s.EmptyHours), ReportCell.Of(s.LongestGap), ReportCell.Of(s.LagP95), s.Lags.Count == 0 ? ReportCell.Empty : ReportCell.Of(s.Ahead),
        ]));

    /// <summary>All sources in short, for those who own them.</summary>
    public ReportTable ShortTable() => _terms.Table(
        "sources",
        [_terms.Word("source"), _terms.Word("source-title"), _terms.Number("events"), _terms.Number("unreadable"), _terms.Number("empty-hours"), _terms.Word("last-event")],
        sources.Select(static s => (IReadOnlyList<ReportCell>)
            [ReportCell.Of(s.Id), ReportCell.Of(s.Title), ReportCell.Of(s.Events), ReportCell.Of(s.DeadLetters), ReportCell.Of(s.EmptyHours), ReportCell.Of(s.LastEvent)]));

    /// <summary>Who sent when.</summary>
    public PresenceGrid Presence()
    {
        (string title, string definition) = _terms.Chart("presence");
        int hours = sources.Count == 0 ? 0 : sources.Max(static s => s.Hours.Count);
        int each = Math.Max(1, (hours + MostMarks - 1) / MostMarks);
        List<string> axis = [];
        for (int h = 0; h < hours; h += each)
            axis.Add(draft.Period.Local(draft.Period.From.AddHours(h)).ToString(hours <= 49 ? "HH':'mm" : "dd'/'MM HH'h'", CultureInfo.InvariantCulture));
        return new PresenceGrid(
            "presence", title, string.Format(CultureInfo.InvariantCulture, definition, each),
            [.. sources.Select(s => new ChartRow(s.Id, [.. s.Hours.Chunk(each).Select(static part => part.Sum())]))],
            axis);
    }

    private static ReportCell AgencyOf(SourceFact source) => source.Agency is { } agency ? ReportCell.Agency(agency) : ReportCell.Empty;
}
