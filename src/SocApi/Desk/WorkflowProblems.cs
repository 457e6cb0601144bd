using SocApi.Problems;
using SocCore.Events;
using SocCore.Incidents;
using SocCore.Incidents.Workflow;
using SocCore.Storage;

namespace SocApi.Desk;

/// <summary>Turns refusals of the workflow and lost races into problems.</summary>
internal static class WorkflowProblems
{
    public static Problem Of(Incident incident, IReadOnlyList<WorkflowRefusal> refusals, IReadOnlyList<WorkflowStep> allowed)
    {
        WorkflowRefusal first = refusals.OrderBy(static r => r.Kind).First();
        Dictionary<string, object?> members = [];
        if (first.Kind is RefusalKind.IllegalTransition or RefusalKind.FourEyesRequired)
        {
            members["current_status"] = IncidentWords.Of(incident.Status);
            members["allowed_transitions"] = allowed.Select(static s => IncidentWords.Of(s.To)).ToArray();
        }

        return new Problem(KindOf(first.Kind), string.Join(' ', refusals.Select(static r => r.Message)))
        {
            Members = members,
            Errors = refusals.Where(static r => r.Member is not null)
                .GroupBy(static r => r.Member!)
                .ToDictionary(static g => g.Key, static g => g.Select(static r => r.Message).ToArray()),
        };
    }

    public static Problem Stale(Incident incident, long version, IReadOnlyList<ChangeRow> since)
    {
        Dictionary<string, object?> members = new()
        {
            ["current_version"] = incident.Version,
            ["changed_fields"] = since.SelectMany(static r => r.Change.Fields).Select(static f => f.Field).Distinct().ToArray(),
        };
        if (since.Count > 0)
        {
            members["changed_by"] = since[^1].Change.Actor;
            members["changed_at"] = Rfc3339.Format(since[^1].Change.At);
        }

        return new Problem(ProblemKinds.StaleVersion, $"You have seen version {version}; it is now {incident.Version}. Read it again and decide anew.") { Members = members };
    }

    private static ProblemKind KindOf(RefusalKind kind) => kind switch
    {
        RefusalKind.IllegalTransition => ProblemKinds.IllegalTransition,
        RefusalKind.VerdictRequired => ProblemKinds.VerdictRequired,
        RefusalKind.FourEyesRequired => ProblemKinds.FourEyesRequired,
        _ => ProblemKinds.Validation,
    };
}
