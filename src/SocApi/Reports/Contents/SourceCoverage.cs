using SocApi.Reports.Facts;
using SocApi.Reports.Model;
using SocCore.Conditions;
using SocCore.Events;
using SocCore.Storage;

namespace SocApi.Reports.Contents;

/// <summary>Which log sources were expected, which were heard, how late and with what gaps.</summary>
internal sealed class SourceCoverage : IReportContent
{
    public ReportKind Kind => ReportKind.SourceCoverage;

    public async Task<IReadOnlyList<ReportSection>> WriteAsync(ReportDraft draft, CancellationToken cancel)
    {
        IReadOnlyList<SourceFact> sources = await draft.SourcesAsync(cancel).ConfigureAwait(false);
        SourceParts parts = new(draft, sources);
        IReadOnlyList<DeadLetterCount> dead = await draft.DeadLettersAsync(cancel).ConfigureAwait(false);
        List<ReportSection> sections =
        [
            await SummaryAsync(draft, parts, sources, dead.Sum(static d => d.Count), cancel).ConfigureAwait(false),
            draft.Terms.Section("silent-sources") with { Tables = [parts.SilentTable()] },
            draft.Terms.Section("coverage") with { Charts = sources.Count > 0 ? [parts.Presence()] : [], Tables = [parts.CoverageTable()] },
            draft.Terms.Section("unreadable") with
            {
                Tables =
                [
                    draft.Terms.Table(
                        "unreadable",
                        [draft.Terms.Word("source"), draft.Terms.Number("unreadable"), draft.Terms.Number("still-unreadable")],
                        dead.Select(d => (IReadOnlyList<ReportCell>)[ReportCell.Of(d.Source ?? draft.Text["Value.NoSource"]), ReportCell.Of(d.Count), ReportCell.Of(d.StillDead)])),
                ],
            },
        ];
        // What no source claims belongs to nobody but the city SOC.
        if (draft.IsCity)
            sections.Add(draft.Terms.Section("unclaimed") with { Tables = [await UnclaimedAsync(draft, cancel).ConfigureAwait(false)] });
        return sections;
    }

    private static async Task<ReportSection> SummaryAsync(ReportDraft draft, SourceParts parts, IReadOnlyList<SourceFact> sources, long dead, CancellationToken cancel)
    {
        Terms terms = draft.Terms;
        long events = await draft.Events.CountAsync(Condition.True, cancel).ConfigureAwait(false);
        long expected = sources.LongCount(static s => s.IsExpected);
        long seen = sources.LongCount(static s => s.IsExpected && s.Events > 0);
        return terms.Section("coverage-summary") with
        {
            Text = draft.KnowsSources ? null : draft.Text["Section.coverage-summary.Blind"],
            Figures =
            [
                terms.Figure("expected", expected),
                terms.Figure("seen", seen, seen < expected ? "warn" : "good"),
                terms.Figure("seen-share", ReportCell.Part(seen, expected)),
                terms.Figure("never", sources.LongCount(static s => s is { IsExpected: true, Events: 0, WasHeard: false })),
                terms.Figure("silent", parts.Silent.Count, parts.Silent.Count > 0 ? "warn" : "good"),
                terms.Figure("events", events),
                terms.Figure("unreadable", dead, dead > 0 ? "warn" : "good"),
                terms.Figure("unreadable-share", ReportCell.Part(dead, dead + events)),
            ],
        };
    }

    private static async Task<ReportTable> UnclaimedAsync(ReportDraft draft, CancellationToken cancel)
    {
        IReadOnlyList<FieldCount> datasets = await draft.Events.ByAsync(VolumeParts.Unclaimed, EcsField.EventDataset, cancel).ConfigureAwait(false);
        return draft.Terms.Table(
            "unclaimed",
            [draft.Terms.Word("dataset"), draft.Terms.Number("all-events")],
            datasets.Select(static d => (IReadOnlyList<ReportCell>)[ReportCell.Of(d.Value), ReportCell.Of(d.Count)]));
    }
}
