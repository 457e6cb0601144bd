using SocApi.Reports.Facts;
using SocApi.Reports.Model;
using SocCore.Incidents;
using SocCore.Rules;
using SocCore.Storage;

namespace SocApi.Reports.Contents;

/// <summary>How long work took and what waits.</summary>
internal sealed class WorkParts(ReportDraft draft)
{
    /// <summary>The most ledger rows that are read.</summary>
    private const int MostLedgerRows = 10_000;

    private static readonly (string Id, double Days)[] Ages = [("under-1d", 1), ("under-3d", 3), ("under-7d", 7), ("under-30d", 30), ("older", double.MaxValue)];

    private readonly Terms _terms = draft.Terms;
    private readonly ReportText _text = draft.Text;

    /// <summary>Times of detection and work.</summary>
    public ReportTable Times()
    {
        CaseFacts cases = draft.Cases;
        CaseFact[] byRules = [.. cases.Opened.Where(static c => c.Incident.RuleId is not null || c.IsShare)];
        CaseFact[] seen = [.. cases.All.Where(c => c.Incident.Acknowledged is { } at && draft.Period.Has(at))];
        CaseFact[] waiting = [.. cases.Open.Where(static c => c.Incident.Acknowledged is null)];
        CaseFact[] working = [.. cases.Open.Where(static c => c.Incident.Acknowledged is not null)];
        return Table(
            "times",
            ("ttd", Durations.Of(byRules, static c => c.IsExcluded, static c => c.Incident.Created - c.Incident.Start)),
            ("ttt", Durations.Of(seen.Concat(waiting), static c => c.IsExcluded, static c => c.Incident.Acknowledged - c.Incident.Created)),
            ("tta", Durations.Of(seen.Concat(waiting), static c => c.IsExcluded, static c => c.Incident.Acknowledged - c.Incident.Start)),
            ("ttq", Durations.Of(cases.Decided, static c => c.IsExcluded, static c => c.DecidedAt - c.Incident.Created)),
            ("ttr", Durations.Of(cases.Resolved.Concat(working), static c => c.IsExcluded, static c => c.Incident.Resolved - c.Incident.Acknowledged)));
    }

    /// <summary>What the time to detect consists of.</summary>
    public ReportTable DetectionParts()
    {
        (CaseFact Case, Detection First)[] firsts =
        [
            .. draft.Cases.Opened.Where(static c => c.Detections.Count > 0).Select(static c => (c, c.Detections.MinBy(static d => (d.RaisedAt, d.Uid))!)),
        ];
        return Table(
            "detection-parts",
            ("window", Durations.Of(firsts, static f => f.Case.IsExcluded, static f => f.First.ReachedAt - f.First.FirstEvent)),
            ("intake", Durations.Of(firsts, static f => f.Case.IsExcluded, static f => f.First.RaisedAt - f.First.ReachedAt)),
            ("grouping", Durations.Of(firsts, static f => f.Case.IsExcluded, static f => f.Case.Incident.Created - f.First.RaisedAt)));
    }

    /// <summary>What is open at the end of the period, by age.</summary>
    public ReportTable Backlog()
    {
        RuleLevel[] levels = [RuleLevel.Critical, RuleLevel.High, RuleLevel.Medium, RuleLevel.Low, RuleLevel.Informational];
        return _terms.Table(
            "backlog",
            [_terms.Word("age-class"), .. levels.Select(l => new ReportColumn("open_" + IncidentWords.Of(l), _text.Of(l), _text["Column.open-level.Def", _text.Of(l)], IsNumber: true)), _terms.Number("open")],
            Ages.Select((age, i) =>
            {
                double from = i == 0 ? double.MinValue : Ages[i - 1].Days;
                CaseFact[] aged = [.. draft.Cases.Open.Where(c => (draft.Period.To - c.Incident.Created).TotalDays is var days && days >= from && days < age.Days)];
                return (IReadOnlyList<ReportCell>)[ReportCell.Of(_text["Age." + age.Id]), .. levels.Select(l => ReportCell.Of(aged.LongCount(c => c.Severity == l))), ReportCell.Of(aged.LongLength)];
            }));
    }

    /// <summary>Stretches that detection did not evaluate as it should, from the ledger.</summary>
    public async Task<ReportTable> NotEvaluatedAsync(CancellationToken cancel)
    {
        IReadOnlyList<LedgerRow> rows = await draft.Store.GetLedgerAsync(draft.Period.From, MostLedgerRows, cancel).ConfigureAwait(false);
        ReportTable table = _terms.Table(
            "not-evaluated",
            [_terms.Word("ledger-kind"), _terms.Word("subject"), _terms.Number("ledger-rows"), _terms.Number("ledger-count"), _terms.Word("last-reason")],
            rows.Where(r => draft.Period.Has(r.At) && r.Kind is "late" or "skipped" or "capped" or "failed" or "blind")
                .GroupBy(static r => (r.Kind, r.Subject))
                .OrderBy(static g => g.Key.Kind, StringComparer.Ordinal).ThenByDescending(static g => g.Count()).ThenBy(static g => g.Key.Subject, StringComparer.Ordinal)
                .Take(IncidentParts.MostRows)
                .Select(g => (IReadOnlyList<ReportCell>)
                [
                    ReportCell.Of(_text["Ledger." + g.Key.Kind]), ReportCell.Of(g.Key.Subject), ReportCell.Of(g.LongCount()), ReportCell.Of(g.Sum(static r => r.Count)),
                    ReportCell.Of(g.MaxBy(static r => r.At)!.Text),
                ]));
        return rows.Count < MostLedgerRows ? table : table with { Note = _text["Table.not-evaluated.Cut", _text.Number(MostLedgerRows)] };
    }

    private ReportTable Table(string id, params ReadOnlySpan<(string Id, Durations Durations)> rows)
    {
        List<IReadOnlyList<ReportCell>> cells = [];
        foreach ((string metric, Durations durations) in rows)
        {
            cells.Add(
            [
                ReportCell.Of(_text["Metric." + metric]), ReportCell.Of(durations.Median), ReportCell.Of(durations.P90), ReportCell.Of(durations.Count), ReportCell.Of(durations.Excluded),
                ReportCell.Of(_text[$"Metric.{metric}.Def"]),
            ]);
        }

        return _terms.Table(id, [_terms.Word("metric"), _terms.Number("median"), _terms.Number("p90"), _terms.Number("measured"), _terms.Number("excluded"), _terms.Word("formula")], cells);
    }
}
