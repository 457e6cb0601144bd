using SocCore.Rules;

namespace SocCore.Ports;

/// <summary>How a rule is doing.</summary>
/// <param name="Id">The rule.</param>
/// <param name="Title">Its title.</param>
/// <param name="Level">How bad.</param>
/// <param name="State">Off, shadow or on.</param>
/// <param name="Kind">rule, or the correlation's type as Sigma writes it.</param>
/// <param name="File">Where it is written.</param>
/// <param name="Matches">Matches since the start.</param>
/// <param name="Detections">Detections since the start.</param>
/// <param name="LastMatch">Event time of the last match.</param>
/// <param name="Blind">Whether no live source can feed it.</param>
/// <param name="Tags">Its tags.</param>
public sealed record RuleStatus(
    string Id, string Title, RuleLevel Level, RuleState State, string Kind, string File, long Matches, long Detections, DateTimeOffset? LastMatch, bool Blind, IReadOnlyList<string> Tags);
