using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace SocDetect.Scheduling;

/// <summary>What rules did since the start, for people to look at. Written by the scan, read by anybody.</summary>
internal sealed class RuleTally
{
    private static readonly Meter Meter = new("SmartCity.Soc.Detect");

    private static readonly Counter<long> UngroupedMatches = Meter.CreateCounter<long>(
        "soc.detect.ungrouped", "matches", "Matches that lack a group field or the value that a correlation computes with.");

    private readonly ConcurrentDictionary<string, Counts> _counts = new(StringComparer.Ordinal);

    /// <summary>An event met the rule.</summary>
    public void Matched(string ruleId, long time)
    {
        Counts counts = _counts.GetOrAdd(ruleId, static _ => new Counts());
        Interlocked.Increment(ref counts.Matches);
        if (time > Volatile.Read(ref counts.LastMatch))
            Volatile.Write(ref counts.LastMatch, time);
    }

    /// <summary>The rule fired.</summary>
    public void Detected(string ruleId) => Interlocked.Increment(ref _counts.GetOrAdd(ruleId, static _ => new Counts()).Detections);

    /// <summary>Matches lacked a field of the rule's groups or values and count nowhere.</summary>
    public static void Ungrouped(string ruleId, long matches) => UngroupedMatches.Add(matches, new KeyValuePair<string, object?>("rule", ruleId));

    /// <summary>The rule threw.</summary>
    public void Failed(string ruleId) => Interlocked.Increment(ref _counts.GetOrAdd(ruleId, static _ => new Counts()).Failures);

    /// <summary>Matches, detections, failures and the event time of the last match; nulls and zeros for a rule that did nothing.</summary>
    public (long Matches, long Detections, long Failures, DateTimeOffset? LastMatch) Of(string ruleId)
    {
        if (!_counts.TryGetValue(ruleId, out Counts? counts))
            return default;
        long last = Volatile.Read(ref counts.LastMatch);
        return (
            Interlocked.Read(ref counts.Matches),
            Interlocked.Read(ref counts.Detections),
            Interlocked.Read(ref counts.Failures),
            last == 0 ? null : new DateTimeOffset(last, TimeSpan.Zero));
    }

    private sealed class Counts
    {
        public long Matches;
        public long Detections;
        public long Failures;
        public long LastMatch;
    }
}
