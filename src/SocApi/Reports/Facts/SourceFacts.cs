using SocCore.Events;
using SocCore.Ports;
using SocCore.Storage;

namespace SocApi.Reports.Facts;

/// <summary>Reads what came of each log source: of those that are set up and of those that were only seen.</summary>
internal sealed class SourceFacts(ISourceBench bench, IStateStore state, EventFacts events)
{
    /// <summary>How many of the latest events of a source are looked at for lag and clocks.</summary>
    public const int LagSample = 1_000;

    /// <summary>How far back a source counts as heard before the period.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromDays(30);

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Tolerated = TimeSpan.FromMinutes(1);

    /// <summary>Reads them, by id.</summary>
    public async Task<IReadOnlyList<SourceFact>> ReadAsync(DateTimeOffset from, DateTimeOffset to, AgencyScope scope, CancellationToken cancel)
    {
        Dictionary<string, SourceStatus> known = bench.Sources.ToDictionary(static s => s.Id, StringComparer.Ordinal);
        Dictionary<string, long> silences = (await events.ByAsync(EventFacts.Is(EcsField.EventAction, "source.silent"), EcsField.SocSource, cancel).ConfigureAwait(false))
            .ToDictionary(static c => c.Value, static c => c.Count, StringComparer.Ordinal);
        Dictionary<string, long> dead = (await state.CountDeadLettersAsync(from, to, scope, cancel).ConfigureAwait(false))
            .Where(static c => c.Source is not null).ToDictionary(static c => c.Source!, static c => c.Count, StringComparer.Ordinal);
        HashSet<string> heard = [.. await events.EarlierAsync(EcsField.SocSource, Memory, cancel).ConfigureAwait(false)];
        IEnumerable<string> seen = (await events.ByAsync(SocCore.Conditions.Condition.True, EcsField.SocSource, cancel).ConfigureAwait(false)).Select(static c => c.Value);
        List<SourceFact> facts = [];
        foreach (string id in known.Values.Where(s => scope.Sees(s.Agency)).Select(static s => s.Id).Union(seen).Union(dead.Keys).Order(StringComparer.Ordinal))
        {
            SourceStatus? status = known.GetValueOrDefault(id);
            facts.Add(await ReadAsync(id, status is not null && scope.Sees(status.Agency) ? status : null, status, cancel).ConfigureAwait(false) with
            {
                WasHeard = heard.Contains(id),
                DeadLetters = dead.GetValueOrDefault(id),
                Silences = silences.GetValueOrDefault(id),
            });
        }

        return facts;
    }

    /// <param name="id">Which source.</param>
    /// <param name="own">The source, where it is the reader's own.</param>
    /// <param name="status">The source, whose ever it is: a source that many agencies send by has one name for all.</param>
    /// <param name="cancel">Ends the wait.</param>
    private async Task<SourceFact> ReadAsync(string id, SourceStatus? own, SourceStatus? status, CancellationToken cancel)
    {
        SocCore.Conditions.Condition condition = EventFacts.OfSource(id);
        IReadOnlyList<HistogramBucket> hours = await events.OverTimeAsync(condition, Hour, cancel).ConfigureAwait(false);
        using EventBatch latest = await events.LatestAsync(condition, LagSample, cancel).ConfigureAwait(false);
        List<TimeSpan> lags = new(latest.Count);
        long ahead = 0;
        for (int i = 0; i < latest.Count; i++)
        {
            TimeSpan lag = latest[i].Created - latest[i].Timestamp;
            lags.Add(lag > TimeSpan.Zero ? lag : TimeSpan.Zero);
            if (lag < -Tolerated)
                ahead++;
        }

        lags.Sort();
        return new SourceFact
        {
            Id = id,
            Title = own?.Title ?? id,
            Agency = own?.Agency,
            IsExpected = own is not null,
            Rhythm = status?.SilentAfter,
            Events = hours.Sum(static h => h.Count),
            Hours = [.. hours.Select(static h => h.Count)],
            LastEvent = latest.Count > 0 ? latest[0].Timestamp : null,
            Lags = lags,
            Ahead = ahead,
        };
    }
}
