using SocCore.Incidents;
using SocCore.Rules;

namespace SocApi.Tests.Reports;

/// <summary>An incident as a plain list of what was done and when: what reports are recomputed from, without any store.</summary>
internal sealed record PlainCase
{
    public required Guid Uid { get; init; }

    public required string Agency { get; init; }

    public required RuleLevel Level { get; init; }

    public required string Rule { get; init; }

    public required DateTimeOffset FirstEvent { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>Moves in order of time.</summary>
    public List<(DateTimeOffset At, IncidentStatus To, Verdict? Verdict)> Moves { get; } = [];

    public IncidentStatus StatusAt(DateTimeOffset at) => Moves.LastOrDefault(m => m.At < at) is { At.Ticks: > 0 } last ? last.To : IncidentStatus.New;

    public bool IsOpenAt(DateTimeOffset at) => Created < at && StatusAt(at) is IncidentStatus.New or IncidentStatus.InProgress or IncidentStatus.OnHold;

    public DateTimeOffset? TakenUpBefore(DateTimeOffset at) => Moves.Select(static m => (DateTimeOffset?)m.At).FirstOrDefault(m => m < at);

    /// <summary>When it was last resolved, if it then stayed so.</summary>
    public DateTimeOffset? ResolvedAt(DateTimeOffset at)
    {
        DateTimeOffset? resolved = null;
        foreach ((DateTimeOffset when, IncidentStatus to, Verdict? _) in Moves.Where(m => m.At < at))
            resolved = to == IncidentStatus.Resolved ? when : to == IncidentStatus.Closed ? resolved : null;
        return resolved;
    }

    public Verdict VerdictAt(DateTimeOffset at)
    {
        Verdict verdict = Verdict.Unknown;
        foreach ((DateTimeOffset _, IncidentStatus to, Verdict? given) in Moves.Where(m => m.At < at))
            verdict = given ?? (to == IncidentStatus.InProgress ? Verdict.Unknown : verdict);
        return verdict;
    }
}
