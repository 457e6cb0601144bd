using SocApi.Reports.Facts;
using SocApi.Reports.Model;
using SocCore.Conditions;
using SocCore.Incidents;

namespace SocApi.Reports.Contents;

/// <summary>How the SOC worked: volumes, times, backlog, the quality of the rules, what was not evaluated.</summary>
internal sealed class WeeklyOperations : IReportContent
{
    public ReportKind Kind => ReportKind.WeeklyOperations;

    public async Task<IReadOnlyList<ReportSection>> WriteAsync(ReportDraft draft, CancellationToken cancel)
    {
        VolumeParts volumes = new(draft);
        WorkParts work = new(draft);
        RuleParts rules = new(draft);
        List<ReportSection> sections =
        [
            await VolumesAsync(draft, volumes, cancel).ConfigureAwait(false),
            draft.Terms.Section("times") with { Text = draft.Text["Section.times.Text"], Tables = [work.Times(), work.DetectionParts()] },
            draft.Terms.Section("backlog") with { Tables = [work.Backlog()] },
            draft.Terms.Section("rules") with { Text = draft.Text["Section.rules.Text"], Charts = rules.Storms() is { Bars.Count: > 1 } storms ? [storms] : [], Tables = [rules.Quality()] },
        ];
        // The ledger speaks of spools and rules, which are the city's.
        if (draft.IsCity)
            sections.Add(draft.Terms.Section("evaluation") with { Tables = [await work.NotEvaluatedAsync(cancel).ConfigureAwait(false)] });
        return sections;
    }

    private static async Task<ReportSection> VolumesAsync(ReportDraft draft, VolumeParts volumes, CancellationToken cancel)
    {
        Terms terms = draft.Terms;
        CaseFacts cases = draft.Cases;
        long dead = (await draft.DeadLettersAsync(cancel).ConfigureAwait(false)).Sum(static d => d.Count);
        return terms.Section("volumes") with
        {
            Figures =
            [
                terms.Figure("events", await draft.Events.CountAsync(Condition.True, cancel).ConfigureAwait(false)),
                terms.Figure("unreadable", dead),
                terms.Figure("alerts", cases.All.Sum(c => c.Detections.LongCount(d => draft.Period.Has(d.RaisedAt)))),
                terms.Figure("opened", cases.Opened.Count),
                terms.Figure("by-hand", cases.Opened.LongCount(static c => c.Incident.RuleId is null && !c.IsShare)),
                terms.Figure("resolved", cases.Resolved.Count),
                terms.Figure("closed", cases.Closed.Count),
                terms.Figure("reopened", cases.All.Sum(c => c.Changes.LongCount(h => h.Kind == "reopened" && draft.Period.Has(h.At)))),
                terms.Figure("open", cases.Open.Count),
            ],
            Charts =
            [
                new IncidentParts(draft).OpenedOverTime(),
                await volumes.EventsOverTimeAsync(cancel).ConfigureAwait(false),
                await volumes.EventsBySystemAsync(cancel).ConfigureAwait(false),
            ],
            Tables = [await volumes.ByStepAsync(cancel).ConfigureAwait(false)],
        };
    }
}
