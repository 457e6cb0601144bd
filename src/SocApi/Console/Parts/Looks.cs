using SocCore.Incidents;
using SocCore.Rules;

namespace SocApi.Console.Parts;

/// <summary>The name under which the style sheets and icons know a severity or a state.</summary>
internal static class Looks
{
    public static string Of(RuleLevel level) => level switch
    {
        RuleLevel.Critical => "critical",
        RuleLevel.High => "high",
        RuleLevel.Medium => "medium",
        RuleLevel.Low => "low",
        _ => "informational",
    };

    public static string Of(IncidentStatus status) => status switch
    {
        IncidentStatus.New => "new",
        IncidentStatus.InProgress => "progress",
        IncidentStatus.OnHold => "hold",
        IncidentStatus.Resolved => "resolved",
        _ => "closed",
    };

    /// <summary>Whether work on it has ended.</summary>
    public static bool IsOver(IncidentStatus status) => status is IncidentStatus.Resolved or IncidentStatus.Closed;
}
