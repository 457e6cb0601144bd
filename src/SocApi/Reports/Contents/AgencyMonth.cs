using SocApi.Reports.Facts;
using SocApi.Reports.Model;
using SocCore.Conditions;
using SocCore.Events;
using SocCore.Storage;

namespace SocApi.Reports.Contents;

/// <summary>For the leaders of an agency: what happened to its systems, what was learnt, what is still to do; for the city, agency by agency.</summary>
internal sealed class AgencyMonth : IReportContent
{
    public ReportKind Kind => ReportKind.AgencyMonth;

    public async Task<IReadOnlyList<ReportSection>> WriteAsync(ReportDraft draft, CancellationToken cancel)
    {
        IncidentParts incidents = new(draft);
        IReadOnlyList<SourceFact> sources = await draft.SourcesAsync(cancel).ConfigureAwait(false);
        SourceParts parts = new(draft, sources);
        CaseFact[] opened = [.. draft.Cases.Opened.OrderByDescending(static c => c.Severity).ThenBy(static c => c.Incident.Created).ThenBy(static c => c.Incident.Number, StringComparer.Ordinal)];
        List<ReportSection> sections = [await SummaryAsync(draft, incidents, parts, cancel).ConfigureAwait(false)];
        if (draft.IsCity)
            sections.Add(draft.Terms.Section("agencies") with { Tables = [await AgenciesAsync(draft, cancel).ConfigureAwait(false)] });
        sections.Add(draft.Terms.Section("incidents") with { Text = draft.IsCity ? null : draft.Text["Section.incidents.Share"], Tables = [incidents.List("incidents", opened)] });
        sections.Add(draft.Terms.Section("lessons") with { Tables = [incidents.Lessons()] });
        sections.Add(draft.Terms.Section("actions") with { Tables = [incidents.Actions("open-actions", draft.Cases.Open)] });
        sections.Add(draft.Terms.Section("sources") with { Charts = sources.Count > 0 ? [parts.Presence()] : [], Tables = [parts.ShortTable()] });
        return sections;
    }

    private static async Task<ReportSection> SummaryAsync(ReportDraft draft, IncidentParts incidents, SourceParts sources, CancellationToken cancel)
    {
        Terms terms = draft.Terms;
        CaseFacts cases = draft.Cases;
        long confirmed = cases.Decided.LongCount(static c => c.Incident.Verdict == SocCore.Incidents.Verdict.TruePositive);
        return terms.Section("summary") with
        {
            Figures =
            [
                terms.Figure("opened", cases.Opened.Count),
                terms.Figure("shared", cases.Opened.LongCount(static c => c.IsShare || c.Incident.InvolvedAgencies.Count > 1)),
                terms.Figure("confirmed", confirmed, confirmed > 0 ? "warn" : ""),
                terms.Figure("resolved", cases.Resolved.Count),
                terms.Figure("open", cases.Open.Count),
                terms.Figure("events", await draft.Events.CountAsync(Condition.True, cancel).ConfigureAwait(false)),
                terms.Figure("silent", sources.Silent.Count, sources.Silent.Count > 0 ? "warn" : "good"),
            ],
            Charts = [incidents.OpenedOverTime(), await new VolumeParts(draft).EventsOverTimeAsync(cancel).ConfigureAwait(false)],
        };
    }

    private static async Task<ReportTable> AgenciesAsync(ReportDraft draft, CancellationToken cancel)
    {
        Terms terms = draft.Terms;
        Dictionary<string, long> events = (await draft.Events.ByAsync(Condition.True, EcsField.OrganizationId, cancel).ConfigureAwait(false))
            .ToDictionary(static c => c.Value, static c => c.Count, StringComparer.Ordinal);
        IEnumerable<string> agencies = draft.Cases.All.SelectMany(static c => c.Incident.InvolvedAgencies.Append(c.Incident.Agency)).Union(events.Keys).Order(StringComparer.Ordinal);
        return terms.Table(
            "agencies",
            [terms.Word("agency"), terms.Number("all-events"), terms.Number("opened-count"), terms.Number("shared-count"), terms.Number("resolved-count"), terms.Number("open")],
            agencies.Select(a => (IReadOnlyList<ReportCell>)
            [
                ReportCell.Agency(a), ReportCell.Of(events.GetValueOrDefault(a)),
                ReportCell.Of(draft.Cases.Opened.LongCount(c => c.Incident.Agency == a)),
                ReportCell.Of(draft.Cases.Opened.LongCount(c => c.Incident.Agency != a && c.Incident.InvolvedAgencies.Contains(a))),
                ReportCell.Of(draft.Cases.Resolved.LongCount(c => c.Incident.Agency == a)),
                ReportCell.Of(draft.Cases.Open.LongCount(c => c.Incident.Agency == a)),
            ]));
    }
}
