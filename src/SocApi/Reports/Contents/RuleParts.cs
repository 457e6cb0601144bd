using SocApi.Charts;
using SocApi.Reports.Facts;
using SocApi.Reports.Model;
using SocCore.Incidents;

namespace SocApi.Reports.Contents;

/// <summary>How good the rules are: what they raised, and how much of it was nothing.</summary>
internal sealed class RuleParts(ReportDraft draft)
{
    /// <summary>Below so many verdicts a rate alone would claim too much.</summary>
    private const int Few = 30;

    private readonly Terms _terms = draft.Terms;
    private readonly ReportText _text = draft.Text;

    /// <summary>A row a rule, most alerts first.</summary>
    public ReportTable Quality()
    {
        ILookup<string, Detection> raised = Raised();
        ILookup<string, CaseFact> opened = draft.Cases.Opened.Where(static c => c.Incident.RuleId is not null).ToLookup(static c => c.Incident.RuleId!);
        ILookup<string, CaseFact> decided = draft.Cases.Decided.Where(static c => c.Incident.RuleId is not null && c.IsDecided).ToLookup(static c => c.Incident.RuleId!);
        IEnumerable<string> rules = raised.Select(static g => g.Key).Union(opened.Select(static g => g.Key)).Union(decided.Select(static g => g.Key));
        return _terms.Table(
            "rule-quality",
            [
                _terms.Word("rule"), _terms.Word("rule-id"), _terms.Number("alerts"), _terms.Number("opened-count"), _terms.Number("decided"), _terms.Number("false"), _terms.Number("false-rate"),
                _terms.Number("false-low"), _terms.Number("false-high"),
            ],
            rules.OrderByDescending(r => raised[r].Count()).ThenBy(static r => r, StringComparer.Ordinal).Select(r =>
            {
                long all = decided[r].LongCount();
                long wrong = decided[r].LongCount(static c => c.IsFalse);
                WilsonInterval interval = WilsonInterval.Of(wrong, all);
                bool isFew = all is > 0 and < Few;
                return (IReadOnlyList<ReportCell>)
                [
                    ReportCell.Of(TitleOf(raised[r], opened[r].Concat(decided[r])) ?? r), ReportCell.Of(r), ReportCell.Of(raised[r].LongCount()), ReportCell.Of(opened[r].LongCount()),
                    ReportCell.Of(all), ReportCell.Of(wrong), ReportCell.Part(wrong, all),
                    isFew ? ReportCell.Part(interval.Low) : ReportCell.Empty, isFew ? ReportCell.Part(interval.High) : ReportCell.Empty,
                ];
            }));
    }

    /// <summary>The rules that raised most.</summary>
    public Ranking Storms()
    {
        (string title, string definition) = _terms.Chart("storms");
        return new Ranking(
            "storms", title, definition,
            [.. Raised().OrderByDescending(static g => g.Count()).ThenBy(static g => g.Key, StringComparer.Ordinal).Take(10).Select(g => new ChartBar(TitleOf(g, []) ?? g.Key, g.Count(), _text.Number(g.Count())))]);
    }

    private ILookup<string, Detection> Raised() =>
        draft.Cases.All.SelectMany(static c => c.Detections).Where(d => draft.Period.Has(d.RaisedAt)).ToLookup(static d => d.RuleId);

    /// <summary>The rule's name as its latest alert had it.</summary>
    private string? TitleOf(IEnumerable<Detection> raised, IEnumerable<CaseFact> cases) =>
        raised.MaxBy(static d => (d.RaisedAt, d.Uid)) is { } detection
            ? _text.Title(detection.Title, detection.Titles)
            : cases.MaxBy(static c => c.Incident.Created) is { } found ? _text.Title(found.Incident.Title, found.Incident.Titles) : null;
}
