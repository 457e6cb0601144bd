using SocApi.Reports.Facts;
using SocApi.Reports.Model;
using SocCore.Conditions;
using SocCore.Incidents;
using SocCore.Rules;

namespace SocApi.Reports.Contents;

/// <summary>For the shift that takes over: what is open, what is new, who is silent, what colleagues wrote.</summary>
internal sealed class DailyBrief : IReportContent
{
    public ReportKind Kind => ReportKind.DailyBrief;

    public async Task<IReadOnlyList<ReportSection>> WriteAsync(ReportDraft draft, CancellationToken cancel)
    {
        IncidentParts incidents = new(draft);
        SourceParts sources = new(draft, await draft.SourcesAsync(cancel).ConfigureAwait(false));
        CaseFact[] untouched = [.. draft.Cases.Open.Where(static c => c.Incident.Status == IncidentStatus.New).OrderBy(static c => c.Incident.Created).ThenBy(static c => c.Incident.Number, StringComparer.Ordinal)];
        (ReportTable entities, Ranking ranking) = incidents.Entities();
        return
        [
            await SituationAsync(draft, incidents, sources, untouched.Length, cancel).ConfigureAwait(false),
            draft.Terms.Section("open") with { Tables = [incidents.OpenBySeverity(), incidents.Actions("open-incidents", draft.Cases.Open)] },
            draft.Terms.Section("untouched") with { Tables = [incidents.Actions("untouched", untouched)] },
            draft.Terms.Section("handover") with { Tables = [incidents.Handover()] },
            draft.Terms.Section("techniques") with { Tables = [incidents.NewTechniques()] },
            draft.Terms.Section("entities") with { Charts = ranking.Bars.Count > 1 ? [ranking] : [], Tables = [entities] },
            draft.Terms.Section("silent-sources") with { Tables = [sources.SilentTable()] },
        ];
    }

    private static async Task<ReportSection> SituationAsync(ReportDraft draft, IncidentParts incidents, SourceParts sources, int untouched, CancellationToken cancel)
    {
        Terms terms = draft.Terms;
        long events = await draft.Events.CountAsync(Condition.True, cancel).ConfigureAwait(false);
        long dead = (await draft.DeadLettersAsync(cancel).ConfigureAwait(false)).Sum(static d => d.Count);
        long severe = draft.Cases.Open.LongCount(static c => c.Severity >= RuleLevel.High);
        return terms.Section("situation") with
        {
            Figures =
            [
                terms.Figure("open", draft.Cases.Open.Count),
                terms.Figure("open-severe", severe, severe > 0 ? "bad" : "good"),
                terms.Figure("untouched", untouched, untouched > 0 ? "warn" : "good"),
                terms.Figure("opened", draft.Cases.Opened.Count),
                terms.Figure("resolved", draft.Cases.Resolved.Count),
                terms.Figure("events", events),
                terms.Figure("unreadable", dead, dead > 0 ? "warn" : "good"),
                terms.Figure("silent", sources.Silent.Count, sources.Silent.Count > 0 ? "warn" : "good"),
            ],
            Charts = [incidents.OpenedOverTime(), await new VolumeParts(draft).EventsOverTimeAsync(cancel).ConfigureAwait(false)],
        };
    }
}
