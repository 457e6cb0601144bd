using SocCore.Incidents;
using SocCore.Ports;

namespace SocApi.Contracts;

/// <summary>A rule and how it is doing.</summary>
internal sealed record RuleResource(
    string Id, string Title, string Level, string State, string Kind, string File, long Matches, long Detections, DateTimeOffset? LastMatch, bool Blind,
    IReadOnlyList<string> Tags, IReadOnlyList<AttackResource> Attacks)
{
    /// <summary>The document of a rule.</summary>
    public static RuleResource Of(RuleStatus r) => new(
        r.Id, r.Title, IncidentWords.Of(r.Level), r.State.ToString().ToLowerInvariant(), r.Kind, r.File, r.Matches, r.Detections, r.LastMatch, r.Blind, r.Tags, AttackResource.Of(r.Tags));
}
