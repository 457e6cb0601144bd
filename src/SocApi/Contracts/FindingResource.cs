using SocCore.Incidents;

namespace SocApi.Contracts;

/// <summary>A detection within an incident (OCSF finding_info).</summary>
/// <param name="Uid">Its id.</param>
/// <param name="Title">Its title.</param>
/// <param name="Analytic">The rule.</param>
/// <param name="RelatedEventsCount">Number of events.</param>
/// <param name="FirstSeenTime">First event.</param>
/// <param name="LastSeenTime">Last event.</param>
/// <param name="ReachedTime">Time of the event that first met the rule.</param>
/// <param name="Group">What tells it from others of the rule.</param>
internal sealed record FindingResource(
    string Uid, string Title, AnalyticResource Analytic, int RelatedEventsCount, DateTimeOffset FirstSeenTime, DateTimeOffset LastSeenTime,
    DateTimeOffset ReachedTime, IReadOnlyList<EntityResource> Group)
{
    /// <summary>The document of a detection.</summary>
    public static FindingResource Of(Detection detection, string language) => new(
        detection.Uid.ToString(),
        detection.Titles.TryGetValue(language, out string? title) ? title : detection.Title,
        new AnalyticResource(detection.RuleId, detection.Title, detection.LogicHash),
        detection.MatchCount,
        detection.FirstEvent,
        detection.LastEvent,
        detection.ReachedAt,
        [.. detection.GroupValues.Select(static g => new EntityResource(g.Key, g.Value))]);
}
