using SocCore.Incidents;
using SocCore.Rules;

namespace SocApi.Reports.Facts;

/// <summary>An incident as it stood at the end of the period, as far as the reader of the report may see it.</summary>
internal sealed record CaseFact
{
    /// <summary>The incident.</summary>
    public required Incident Incident { get; init; }

    /// <summary>Whether it belongs to the city SOC and the reader sees a share of it.</summary>
    public required bool IsShare { get; init; }

    /// <summary>Its detections that were raised before the end of the period.</summary>
    public required IReadOnlyList<Detection> Detections { get; init; }

    /// <summary>Changes before the end of the period, oldest first.</summary>
    public required IReadOnlyList<IncidentChange> Changes { get; init; }

    /// <summary>When it got the verdict that it had at the end; null while it had none.</summary>
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>Whether people still had to work on it at the end of the period.</summary>
    public bool IsOpen => Incident.Status is IncidentStatus.New or IncidentStatus.InProgress or IncidentStatus.OnHold;

    /// <summary>Whether its verdict says something of the rule: neither missing, nor a test, a duplicate or disregarded.</summary>
    public bool IsDecided => Incident.Verdict is not (Verdict.Unknown or Verdict.Test or Verdict.Duplicate or Verdict.Disregard);

    /// <summary>Whether it turned out to be nothing, or harmless.</summary>
    public bool IsFalse => Incident.Verdict is Verdict.FalsePositive or Verdict.Benign;

    /// <summary>Whether times of work on it say nothing: old events read late, tests and duplicates.</summary>
    public bool IsExcluded => Incident.Historic || Incident.Verdict is Verdict.Test or Verdict.Duplicate;

    /// <summary>Severity, for sorting worst first.</summary>
    public RuleLevel Severity => Incident.Severity;
}
