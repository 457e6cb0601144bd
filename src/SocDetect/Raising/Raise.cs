using SocCore.Incidents;
using SocDetect.Correlation;

namespace SocDetect.Raising;

/// <summary>A burst that changed, its rule, and the detection that it is now.</summary>
internal sealed class Raise(WindowRule rule, Burst burst)
{
    /// <summary>The rule.</summary>
    public WindowRule Rule { get; } = rule;

    /// <summary>The burst.</summary>
    public Burst Burst { get; } = burst;

    /// <summary>The detection as it shall be saved.</summary>
    public Detection Detection { get; set; } = DetectionOf(rule, burst);

    /// <summary>Whether more than its numbers changed: it is new, reaches farther, or counts no more.</summary>
    public bool IsUrgent =>
        Burst.Saved is not { } saved
        || saved.IncidentUid is null
        || saved.MergedInto != Detection.MergedInto
        || saved.Contradicted != Detection.Contradicted
        || !saved.Agencies.SequenceEqual(Detection.Agencies)
        || !saved.Systems.SequenceEqual(Detection.Systems);

    /// <summary>What a detection was raised with stays; the numbers of its burst go on.</summary>
    private static Detection DetectionOf(WindowRule rule, Burst burst)
    {
        Detection raised = burst.Saved ?? new Detection
        {
            Uid = burst.Uid,
            RuleId = rule.Id,
            Title = rule.Title,
            Titles = rule.Titles.ToDictionary(static t => t.Key, t => TitleText.Fill(t.Value, burst.GroupValues)),
            LogicHash = rule.LogicHash,
            Level = rule.Level,
            Tags = rule.Tags,
            GroupKey = burst.GroupKey,
            GroupValues = burst.GroupValues,
            FirstEvent = default,
            ReachedAt = default,
            LastEvent = default,
            RaisedAt = burst.RaisedAt,
            MatchCount = 0,
            MatchHash = "",
            Evidence = [],
            Agencies = [],
        };
        return raised with
        {
            FirstEvent = At(burst.First),
            ReachedAt = At(burst.Reached),
            LastEvent = At(burst.Last),
            MatchCount = burst.Count,
            MatchHash = MatchHash.Format(burst.Hash),
            Evidence = burst.Evidence,
            Agencies = burst.Agencies,
            Systems = burst.Systems,
            Historic = burst.Historic,
            MergedInto = burst.MergedInto,
            Contradicted = burst.Contradicted,
        };
    }

    private static DateTimeOffset At(long ticks) => new(ticks, TimeSpan.Zero);
}
