using SocApi.Charts;
using SocApi.Reports.Model;
using SocCore.Conditions;
using SocCore.Events;
using SocCore.Storage;

namespace SocApi.Reports.Contents;

/// <summary>How much came, over time.</summary>
internal sealed class VolumeParts(ReportDraft draft)
{
    /// <summary>What no source claims is stored under datasets that begin so.</summary>
    public static Condition Unclaimed { get; } = new TextLeaf(new FieldRef(EcsField.EventDataset), TextPattern.Parse("unclaimed.*"), Cased: true);

    /// <summary>Events over time.</summary>
    public async Task<ColumnsOverTime> EventsOverTimeAsync(CancellationToken cancel)
    {
        (string title, string definition) = draft.Terms.Chart("events-over-time");
        TimeSpan step = draft.Events.Step;
        IReadOnlyList<HistogramBucket> buckets = await draft.Events.OverTimeAsync(Condition.True, step, cancel).ConfigureAwait(false);
        IncidentParts incidents = new(draft);
        return new ColumnsOverTime(
            "events-over-time", title, definition,
            [.. buckets.Select(b => new ChartColumn(incidents.Axis(b.Start, step), $"{ReportText.Minute(draft.Period.Local(b.Start))}: {draft.Text.Number(b.Count)}", [b.Count]))],
            [new ChartSeries(null, "bar")],
            [.. buckets.Select(static b => b.Start)]);
    }

    /// <summary>Events by city system.</summary>
    public async Task<Ranking> EventsBySystemAsync(CancellationToken cancel)
    {
        (string title, string definition) = draft.Terms.Chart("events-by-system");
        IReadOnlyList<FieldCount> counts = await draft.Events.ByAsync(Condition.True, EcsField.CitySystem, cancel).ConfigureAwait(false);
        return new Ranking("events-by-system", title, definition, [.. counts.Take(15).Select(c => new ChartBar(c.Value, c.Count, draft.Text.Number(c.Count)))]);
    }

    /// <summary>A row a step: events and what became of incidents.</summary>
    public async Task<ReportTable> ByStepAsync(CancellationToken cancel)
    {
        TimeSpan step = draft.Events.Step;
        IReadOnlyList<HistogramBucket> buckets = await draft.Events.OverTimeAsync(Condition.True, step, cancel).ConfigureAwait(false);
        return draft.Terms.Table(
            "volumes",
            [draft.Terms.Word("step"), draft.Terms.Number("all-events"), draft.Terms.Number("alerts"), draft.Terms.Number("opened-count"), draft.Terms.Number("resolved-count"), draft.Terms.Number("closed-count")],
            buckets.Select(b =>
            {
                ReportPeriod part = new(b.Start, b.Start + step < draft.Period.To ? b.Start + step : draft.Period.To, draft.Period.Zone);
                return (IReadOnlyList<ReportCell>)
                [
                    ReportCell.Of(b.Start), ReportCell.Of(b.Count),
                    ReportCell.Of(draft.Cases.All.Sum(c => c.Detections.LongCount(d => part.Has(d.RaisedAt)))),
                    ReportCell.Of(draft.Cases.Opened.LongCount(c => part.Has(c.Incident.Created))),
                    ReportCell.Of(draft.Cases.Resolved.LongCount(c => part.Has(c.Incident.Resolved!.Value))),
                    ReportCell.Of(draft.Cases.Closed.LongCount(c => part.Has(c.Incident.Closed!.Value))),
                ];
            }));
    }
}
