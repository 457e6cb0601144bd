using System.Globalization;
using SocCore.Events;
using SocCore.Rules;
using SocDetect.Tests.Scheduling;
using SocTesting;

namespace SocDetect.Tests.Correlation;

/// <summary>
/// What a correlation has to find in a set of events, computed the slow way from the definition: every window by itself,
/// over all events at once, without any idea of arrival, state or growth.
/// </summary>
internal static class Oracle
{
    /// <summary>A match as the definition sees it.</summary>
    internal sealed record Hit(string Rule, DateTimeOffset Time, long Order, EventId Id, Told Event);

    /// <summary>A burst as the definition sees it; <paramref name="By"/> is the match that satisfied it, of several at one time the one of the least id.</summary>
    internal sealed record Found(string Key, DateTimeOffset First, DateTimeOffset Reached, DateTimeOffset Last, IReadOnlyList<EventId> Ids, Hit By);

    /// <summary>The bursts of a correlation over events, in the order of delivery, as lines.</summary>
    public static IReadOnlyList<string> Bursts(CorrelationRule rule, IReadOnlyList<Told> events) =>
        [.. Find(rule, events).Select(f => Line(rule.Id, f.Key, f.First, f.Reached, f.Last, f.Ids.Count, f.Ids)).Order(StringComparer.Ordinal)];

    /// <summary>What the bursts of a correlation are to an outer one: events of their own, in order of time.</summary>
    public static IReadOnlyList<Told> Emitted(CorrelationRule rule, IReadOnlyList<Told> events) =>
        [.. Find(rule, events)
            .Select(f => f.By.Event with
            {
                Action = rule.Id,
                Time = f.Reached,
                Fields = [.. f.By.Event.Fields.Where(v => !rule.GroupBy.Contains(v.Field)), .. rule.GroupBy.Zip(f.Key.Split('\u001f'))],
            })
            .OrderBy(static t => t.Time)];

    private static List<Found> Find(CorrelationRule rule, IReadOnlyList<Told> events)
    {
        Dictionary<string, List<Hit>> groups = new(StringComparer.Ordinal);
        for (int i = 0; i < events.Count; i++)
        {
            Told told = events[i];
            if (!rule.RuleIds.Contains(told.Action) || (rule.Fields.Count > 0 && !rule.Fields.All(f => Values(told, Field(rule, f, told.Action)).Count > 0)))
                continue;
            foreach (string key in Keys(rule, told))
            {
                if (!groups.TryGetValue(key, out List<Hit>? hits))
                    groups[key] = hits = [];
                hits.Add(new Hit(told.Action, told.Time, i, told.Id!.Value, told));
            }
        }

        List<Found> found = [];
        foreach ((string key, List<Hit> hits) in groups)
        {
            hits.Sort(static (a, b) => a.Time != b.Time ? a.Time.CompareTo(b.Time) : a.Order.CompareTo(b.Order));
            found.AddRange(BurstsOf(rule, key, hits));
        }

        return found;
    }

    /// <summary>One line of a burst.</summary>
    public static string Line(string rule, string key, DateTimeOffset first, DateTimeOffset reached, DateTimeOffset last, int count, IEnumerable<EventId> ids) =>
        string.Create(CultureInfo.InvariantCulture, $"{rule} [{key}] {Second(first)}..{Second(last)} reached {Second(reached)}, {count}: {string.Join(' ', ids.Order())}");

    private static double Second(DateTimeOffset time) => (time - Some.Time).TotalSeconds;

    private static IEnumerable<Found> BurstsOf(CorrelationRule rule, string key, List<Hit> hits)
    {
        HashSet<string> counted = [.. rule.Extended is null ? rule.RuleIds : Names(rule.Extended, positive: true)];
        (DateTimeOffset First, DateTimeOffset Reached, DateTimeOffset Last)? open = null;
        foreach (DateTimeOffset end in hits.Where(h => counted.Contains(h.Rule)).Select(static h => h.Time).Distinct())
        {
            List<Hit> window = [.. hits.Where(h => h.Time >= end - rule.Timespan && h.Time <= end)];
            List<Hit> next = [.. hits.Where(h => h.Time >= end && h.Time <= end + rule.Timespan)];
            if (!Holds(rule, window, next))
                continue;
            DateTimeOffset begin = window.First(h => counted.Contains(h.Rule)).Time;
            if (open is { } burst && begin <= burst.Last + rule.Timespan)
            {
                open = (burst.First, burst.Reached, end);
                continue;
            }

            if (open is { } done)
                yield return Close(done);
            open = (begin, end, end);
        }

        if (open is { } rest)
            yield return Close(rest);

        Found Close((DateTimeOffset First, DateTimeOffset Reached, DateTimeOffset Last) burst) => new(
            key,
            burst.First,
            burst.Reached,
            burst.Last,
            [.. hits.Where(h => h.Time >= burst.First && h.Time <= burst.Last && counted.Contains(h.Rule)).Select(static h => h.Id)],
            hits.Where(h => h.Time == burst.Reached && counted.Contains(h.Rule)).OrderBy(static h => h.Id).First());
    }

    private static bool Holds(CorrelationRule rule, List<Hit> window, List<Hit> next)
    {
        bool ordered = rule.Type == CorrelationType.TemporalOrdered;
        if (rule.Extended is { } extended)
            return Met(extended, window, next, negated: false);
        switch (rule.Type)
        {
            case CorrelationType.EventCount:
                return rule.Range!.Holds(window.Count);
            case CorrelationType.ValueCount:
                return rule.Range!.Holds(window.SelectMany(h => Values(h.Event, Field(rule, rule.Fields[0], h.Rule))).Distinct(StringComparer.OrdinalIgnoreCase).Count());
            case CorrelationType.Temporal or CorrelationType.TemporalOrdered:
                int seen = ordered ? Steps(rule, window) : window.Select(static h => h.Rule).Distinct().Count();
                return rule.Range is null ? seen == rule.RuleIds.Count : rule.Range.Holds(seen);
            default:
                decimal[] numbers = [.. window.SelectMany(h => Values(h.Event, Field(rule, rule.Fields[0], h.Rule))).Select(static v => decimal.Parse(v, CultureInfo.InvariantCulture)).Order()];
                return numbers.Length > 0 && rule.Range!.Holds(rule.Type switch
                {
                    CorrelationType.ValueSum => numbers.Sum(),
                    CorrelationType.ValueAvg => numbers.Sum() / numbers.Length,
                    CorrelationType.ValueMedian => Percentile(numbers, 50),
                    _ => Percentile(numbers, rule.Percentile!.Value),
                });
        }
    }

    /// <summary>How many steps from the first on can be found in order: every choice of matches is tried.</summary>
    private static int Steps(CorrelationRule rule, List<Hit> window)
    {
        return Longest(0, 0);

        int Longest(int step, int from)
        {
            if (step == rule.RuleIds.Count)
                return step;
            int best = step;
            for (int i = from; i < window.Count; i++)
            {
                if (window[i].Rule == rule.RuleIds[step])
                    best = Math.Max(best, Longest(step + 1, i + 1));
            }

            return best;
        }
    }

    private static bool Met(CorrelationCondition condition, List<Hit> window, List<Hit> next, bool negated) => condition switch
    {
        CorrelationCondition.Seen seen => negated ? next.All(h => h.Rule != seen.RuleId) : window.Exists(h => h.Rule == seen.RuleId),
        CorrelationCondition.Negated not => Met(not.Part, window, next, !negated),
        CorrelationCondition.And and => negated ? and.Parts.Any(p => Met(p, window, next, true)) : and.Parts.All(p => Met(p, window, next, false)),
        CorrelationCondition.Or or => negated ? or.Parts.All(p => Met(p, window, next, true)) : or.Parts.Any(p => Met(p, window, next, false)),
        _ => throw new ArgumentException("no such condition", nameof(condition)),
    };

    private static IEnumerable<string> Names(CorrelationCondition condition, bool positive) => condition switch
    {
        CorrelationCondition.Seen seen => positive ? [seen.RuleId] : [],
        CorrelationCondition.Negated not => Names(not.Part, !positive),
        CorrelationCondition.And and => and.Parts.SelectMany(p => Names(p, positive)),
        CorrelationCondition.Or or => or.Parts.SelectMany(p => Names(p, positive)),
        _ => [],
    };

    private static decimal Percentile(decimal[] sorted, decimal p)
    {
        decimal rank = (sorted.Length - 1) * p / 100m;
        int low = (int)Math.Floor(rank);
        int high = Math.Min(low + 1, sorted.Length - 1);
        return sorted[low] + ((sorted[high] - sorted[low]) * (rank - low));
    }

    private static List<string> Keys(CorrelationRule rule, Told told)
    {
        List<string> keys = [""];
        bool first = true;
        foreach (string name in rule.GroupBy)
        {
            List<string> values = Values(told, Field(rule, name, told.Action));
            bool start = first;
            keys = [.. keys.SelectMany(k => values.Select(v => start ? Fold.Text(v) : $"{k}\u001f{Fold.Text(v)}")).Distinct()];
            first = false;
        }

        return keys;
    }

    private static List<string> Values(Told told, string field) => [.. told.Fields.Where(f => f.Field == field).Select(static f => f.Value)];

    private static string Field(CorrelationRule rule, string name, string ruleId) =>
        rule.Aliases.TryGetValue(name, out IReadOnlyDictionary<string, string>? real) ? real[ruleId] : name;
}
