using SocApi.Charts;
using SocApi.Reports.Facts;
using SocApi.Reports.Model;
using SocCore.Incidents;
using SocCore.Rules;

namespace SocApi.Reports.Contents;

/// <summary>Tables and charts of incidents that more than one report has.</summary>
internal sealed class IncidentParts(ReportDraft draft)
{
    /// <summary>The most rows of a list that could be as long as the backlog.</summary>
    public const int MostRows = 50;

    private static readonly RuleLevel[] Levels = [RuleLevel.Critical, RuleLevel.High, RuleLevel.Medium, RuleLevel.Low, RuleLevel.Informational];

    private readonly Terms _terms = draft.Terms;
    private readonly ReportText _text = draft.Text;

    /// <summary>Open incidents: a row an agency, a column a severity.</summary>
    public ReportTable OpenBySeverity()
    {
        IReadOnlyList<ReportColumn> columns = [_terms.Word("agency"), .. Levels.Select(l => LevelColumn(l)), _terms.Number("open")];
        return _terms.Table("open-by-severity", columns, draft.Cases.Open
            .GroupBy(static c => c.Incident.Agency)
            .OrderByDescending(static g => g.Count()).ThenBy(static g => g.Key, StringComparer.Ordinal)
            .Select(g => (IReadOnlyList<ReportCell>)
            [
                ReportCell.Agency(g.Key),
                .. Levels.Select(l => ReportCell.Of(g.LongCount(c => c.Severity == l))),
                ReportCell.Of(g.LongCount()),
            ]));
    }

    /// <summary>Incidents as a list.</summary>
    public ReportTable List(string id, IReadOnlyList<CaseFact> cases) => Cut(
        _terms.Table(
            id,
            [_terms.Word("severity"), _terms.Word("number"), _terms.Word("title"), _terms.Word("agency"), _terms.Word("status"), _terms.Word("verdict"), _terms.Word("opened"), _terms.Word("resolved-at")],
            cases.Take(MostRows).Select(c => (IReadOnlyList<ReportCell>)
            [
                ReportCell.Of(c.Severity), ReportCell.Of(c.Incident.Number), ReportCell.Of(TitleOf(c.Incident)), ReportCell.Agency(c.Incident.Agency), ReportCell.Of(c.Incident.Status),
                ReportCell.Of(c.Incident.Verdict), ReportCell.Of(c.Incident.Created), ReportCell.Of(c.Incident.Resolved),
            ])),
        cases.Count);

    /// <summary>What still has to be done, and by whom.</summary>
    public ReportTable Actions(string id, IReadOnlyList<CaseFact> cases) => Cut(
        _terms.Table(
            id,
            [_terms.Word("severity"), _terms.Word("number"), _terms.Word("title"), _terms.Word("agency"), _terms.Word("status"), _terms.Word("assignee"), _terms.Word("opened"), _terms.Number("age"), _terms.Word("waits-for")],
            cases.Take(MostRows).Select(c => (IReadOnlyList<ReportCell>)
            [
                ReportCell.Of(c.Severity), ReportCell.Of(c.Incident.Number), ReportCell.Of(TitleOf(c.Incident)), ReportCell.Agency(c.Incident.Agency), ReportCell.Of(c.Incident.Status),
                ReportCell.Of(c.Incident.Assignee), ReportCell.Of(c.Incident.Created), ReportCell.Of(draft.Period.To - c.Incident.Created), ReportCell.Of(c.Incident.HoldReason),
            ])),
        cases.Count);

    /// <summary>Who and what most incidents of the period are about.</summary>
    public (ReportTable Table, Ranking Chart) Entities()
    {
        var top = draft.Cases.Opened
            .SelectMany(static c => c.Incident.Entities.Select(e => (e.Field, e.Value, Case: c)))
            .GroupBy(static e => (e.Field, e.Value))
            .Select(static g => (g.Key, Cases: g.Select(static e => e.Case).Distinct().ToArray()))
            .OrderByDescending(static g => g.Cases.Length).ThenByDescending(static g => g.Cases.Max(static c => c.Severity))
            .ThenBy(static g => g.Key.Value, StringComparer.Ordinal).ThenBy(static g => g.Key.Field, StringComparer.Ordinal)
            .Take(10).ToArray();
        ReportTable table = _terms.Table(
            "entities",
            [_terms.Word("entity"), _terms.Word("field"), _terms.Number("incidents"), _terms.Word("worst")],
            top.Select(static g => (IReadOnlyList<ReportCell>)[ReportCell.Of(g.Key.Value), ReportCell.Of(g.Key.Field), ReportCell.Of(g.Cases.LongLength), ReportCell.Of(g.Cases.Max(static c => c.Severity))]));
        (string title, string definition) = _terms.Chart("entities");
        return (table, new Ranking("entities", title, definition, [.. top.Select(g => new ChartBar(g.Key.Value, g.Cases.Length, _text.Number(g.Cases.Length)))]));
    }

    /// <summary>Techniques of ATT&amp;CK that the 90 days before had not seen.</summary>
    public ReportTable NewTechniques() => _terms.Table(
        "new-techniques",
        [_terms.Word("technique"), _terms.Number("incidents"), _terms.Word("first-opened"), _terms.Word("example")],
        draft.Cases.Opened
            .SelectMany(static c => CaseFacts.TechniquesOf(c.Incident).Distinct().Select(t => (Technique: t, Case: c)))
            .Where(p => !draft.Cases.EarlierTechniques.Contains(p.Technique))
            .GroupBy(static p => p.Technique)
            .OrderBy(static g => g.Key, StringComparer.Ordinal)
            .Select(g =>
            {
                CaseFact first = g.Select(static p => p.Case).MinBy(static c => (c.Incident.Created, c.Incident.Number))!;
                return (IReadOnlyList<ReportCell>)[ReportCell.Of(g.Key), ReportCell.Of(g.LongCount()), ReportCell.Of(first.Incident.Created), ReportCell.Of($"{first.Incident.Number} {TitleOf(first.Incident)}")];
            }));

    /// <summary>What was found out.</summary>
    public ReportTable Lessons()
    {
        CaseFact[] resolved = [.. draft.Cases.Resolved.Where(static c => !c.IsShare).OrderByDescending(static c => c.Severity).ThenBy(static c => c.Incident.Resolved).ThenBy(static c => c.Incident.Number, StringComparer.Ordinal)];
        return Cut(
            _terms.Table(
                "lessons",
                [_terms.Word("severity"), _terms.Word("number"), _terms.Word("title"), _terms.Word("agency"), _terms.Word("verdict"), _terms.Word("root-cause"), _terms.Word("summary")],
                resolved.Take(MostRows).Select(c => (IReadOnlyList<ReportCell>)
                [
                    ReportCell.Of(c.Severity), ReportCell.Of(c.Incident.Number), ReportCell.Of(TitleOf(c.Incident)), ReportCell.Agency(c.Incident.Agency), ReportCell.Of(c.Incident.Verdict),
                    ReportCell.Of(c.Incident.RootCause == "unknown" ? _text["Value.Unknown"] : c.Incident.RootCause), ReportCell.Of(c.Incident.Summary),
                ])),
            resolved.Length);
    }

    /// <summary>What people wrote in the period about incidents that are still open.</summary>
    public ReportTable Handover()
    {
        (CaseFact Case, IncidentChange Change)[] notes =
        [
            .. draft.Cases.Open.SelectMany(static c => c.Changes.Where(static h => h.Kind == "commented" && h.Text is not null).Select(h => (Case: c, Change: h)))
                .Where(n => draft.Period.Has(n.Change.At))
                .OrderByDescending(static n => n.Change.At).ThenBy(static n => n.Case.Incident.Number, StringComparer.Ordinal),
        ];
        return Cut(
            _terms.Table(
                "handover",
                [_terms.Word("number"), _terms.Word("severity"), _terms.Word("at"), _terms.Word("by"), _terms.Word("note")],
                notes.Take(MostRows).Select(static n => (IReadOnlyList<ReportCell>)
                    [ReportCell.Of(n.Case.Incident.Number), ReportCell.Of(n.Case.Severity), ReportCell.Of(n.Change.At), ReportCell.Of(n.Change.Actor), ReportCell.Of(n.Change.Text)])),
            notes.Length);
    }

    /// <summary>Incidents opened over time, by severity.</summary>
    public ColumnsOverTime OpenedOverTime()
    {
        (string title, string definition) = _terms.Chart("opened-over-time");
        List<ChartColumn> columns = [];
        List<DateTimeOffset> starts = [];
        TimeSpan step = draft.Events.Step;
        // Worst at the bottom, where heights are compared most easily.
        ChartSeries[] series = [.. Levels.Select(l => new ChartSeries(_text.Of(l), "level-" + IncidentWords.Of(l)))];
        for (DateTimeOffset start = draft.Period.From; start < draft.Period.To; start += step)
        {
            DateTimeOffset end = start + step;
            CaseFact[] opened = [.. draft.Cases.Opened.Where(c => c.Incident.Created >= start && c.Incident.Created < end)];
            columns.Add(new ChartColumn(
                Axis(start, step), $"{ReportText.Minute(draft.Period.Local(start))}: {_text.Number(opened.LongLength)}", [.. Levels.Select(l => opened.LongCount(c => c.Severity == l))]));
            starts.Add(start);
        }

        return new ColumnsOverTime("opened-over-time", title, definition, columns, series, starts);
    }

    /// <summary>How a step is named below a chart.</summary>
    public string Axis(DateTimeOffset start, TimeSpan step)
    {
        DateTimeOffset local = draft.Period.Local(start);
        return step < TimeSpan.FromDays(1) ? local.ToString("HH':'mm", System.Globalization.CultureInfo.InvariantCulture) : ReportText.ShortDay(local);
    }

    /// <summary>The title in the report's language.</summary>
    public string TitleOf(Incident incident) => _text.Title(incident.Title, incident.Titles);

    /// <summary>Says how many rows a list would have when it does not show all.</summary>
    public ReportTable Cut(ReportTable table, int all) => all <= table.Rows.Count ? table : table with { Note = _text["Table.Cut", _text.Number(table.Rows.Count), _text.Number(all)] };

    private ReportColumn LevelColumn(RuleLevel level) => new("open_" + IncidentWords.Of(level), _text.Of(level), _text["Column.open-level.Def", _text.Of(level)], IsNumber: true);
}
