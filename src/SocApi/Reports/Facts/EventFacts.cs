using SocApi.Reports.Model;
using SocCore.Conditions;
using SocCore.Events;
using SocCore.Storage;

namespace SocApi.Reports.Facts;

/// <summary>Numbers of events of the period, by event time.</summary>
internal sealed class EventFacts(IEventStore events, ReportPeriod period, AgencyScope scope)
{
    /// <summary>The most values that are counted apart.</summary>
    public const int MostValues = 10_000;

    /// <summary>Events of a source, without those that speak about the source.</summary>
    public static Condition OfSource(string id) => new All([Is(EcsField.SocSource, id), new Not(Is(EcsField.EventDataset, "soc.source"))]);

    /// <summary>A field has exactly that value.</summary>
    public static Condition Is(Field field, string value) => new TextLeaf(new FieldRef(field), TextPattern.Exactly(value), Cased: true);

    /// <summary>All events of the period that meet a condition.</summary>
    public EventQuery Query(Condition condition) => new(condition, period.From, period.To);

    /// <summary>Number of events.</summary>
    public ValueTask<long> CountAsync(Condition condition, CancellationToken cancel) => events.CountAsync(Query(condition), scope, cancel);

    /// <summary>Number of events by value of a field, most first.</summary>
    public ValueTask<IReadOnlyList<FieldCount>> ByAsync(Condition condition, Field field, CancellationToken cancel) =>
        events.GetTopAsync(Query(condition), field, MostValues, scope, cancel);

    /// <summary>The values that a field had in the time before the period.</summary>
    public async ValueTask<IEnumerable<string>> EarlierAsync(Field field, TimeSpan memory, CancellationToken cancel) =>
        (await events.GetTopAsync(new EventQuery(Condition.True, period.From - memory, period.From), field, MostValues, scope, cancel).ConfigureAwait(false)).Select(static c => c.Value);

    /// <summary>Number of events a step of time; the last step ends with the period.</summary>
    public ValueTask<IReadOnlyList<HistogramBucket>> OverTimeAsync(Condition condition, TimeSpan step, CancellationToken cancel) =>
        events.GetHistogramAsync(Query(condition), step, scope, cancel);

    /// <summary>The latest events that meet a condition; the caller disposes the batch.</summary>
    public async ValueTask<EventBatch> LatestAsync(Condition condition, int limit, CancellationToken cancel) =>
        (await events.SearchAsync(Query(condition) with { Limit = limit }, scope, cancel).ConfigureAwait(false)).Events;

    /// <summary>The step by which the period is drawn: hours for days, days for weeks and months.</summary>
    public TimeSpan Step => period.Length <= TimeSpan.FromHours(49) ? TimeSpan.FromHours(1) : period.Length <= TimeSpan.FromDays(100) ? TimeSpan.FromDays(1) : TimeSpan.FromDays(7);
}
