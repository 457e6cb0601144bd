using SocCore.Rules;

namespace SocCore.Incidents.Workflow;

/// <summary>
/// The states of an incident and what leads from one to the next, as data. Four eyes: what is High or Critical is closed
/// by somebody else than who resolved it, and so never straight from New.
/// </summary>
public static class IncidentWorkflow
{
    /// <summary>Verdicts with which an incident may be closed that nobody worked on.</summary>
    private static readonly Verdict[] Dismissals = [Verdict.FalsePositive, Verdict.Benign, Verdict.Duplicate, Verdict.Test, Verdict.Disregard];

    /// <summary>All arrows.</summary>
    public static IReadOnlyList<WorkflowStep> Steps { get; } =
    [
        new(IncidentStatus.New, IncidentStatus.InProgress, [], []),
        new(IncidentStatus.New, IncidentStatus.Closed, ["verdict"], Dismissals),
        new(IncidentStatus.InProgress, IncidentStatus.OnHold, ["hold_reason", "hold_until"], []),
        new(IncidentStatus.InProgress, IncidentStatus.Resolved, ["verdict", "summary", "root_cause"], []),
        new(IncidentStatus.OnHold, IncidentStatus.InProgress, [], []),
        new(IncidentStatus.OnHold, IncidentStatus.Resolved, ["verdict", "summary", "root_cause"], []),
        new(IncidentStatus.Resolved, IncidentStatus.Closed, [], []),
        new(IncidentStatus.Resolved, IncidentStatus.InProgress, ["reason"], []),
        new(IncidentStatus.Closed, IncidentStatus.InProgress, ["reason"], []),
    ];

    /// <summary>The arrows that leave a state.</summary>
    public static IEnumerable<WorkflowStep> From(IncidentStatus status) => Steps.Where(s => s.From == status);

    /// <summary>The arrows that this person may take with this incident.</summary>
    public static IReadOnlyList<WorkflowStep> Allowed(Incident incident, string actor) =>
        [.. From(incident.Status).Where(s => FourEyes(incident, s, actor) is null)];

    /// <summary>Does an action, or says everything that is wrong with it. Changes nothing by itself.</summary>
    /// <param name="incident">The incident as it is.</param>
    /// <param name="action">What is to be done.</param>
    /// <param name="actor">Who does it.</param>
    /// <param name="now">Clock time.</param>
    public static WorkflowOutcome Apply(Incident incident, IncidentAction action, string actor, DateTimeOffset now)
    {
        List<WorkflowRefusal> refusals = ActionLimits.Check(action, now);
        if (action is Transition transition)
            CheckTransition(incident, transition, actor, refusals);
        if (refusals.Count > 0)
            return new WorkflowOutcome(incident, null, refusals);

        (Incident changed, string kind, string? text) = action switch
        {
            Transition move => Move(incident, move, actor, now),
            Assignment assignment => (incident with { Assignee = assignment.Assignee }, "assigned", null),
            Comment comment => (incident, "commented", comment.Text),
            Edit edit => (Edited(incident, edit), "edited", null),
            _ => throw new ArgumentOutOfRangeException(nameof(action), action, "There is no such action."),
        };
        IReadOnlyList<FieldChange> fields = IncidentDifference.Between(incident, changed);
        if (fields.Count == 0 && action is not Comment)
            return new WorkflowOutcome(incident, null, []);
        return new WorkflowOutcome(changed with { Modified = now }, new IncidentChange(kind, actor, now, text, fields), []);
    }

    private static void CheckTransition(Incident incident, Transition move, string actor, List<WorkflowRefusal> refusals)
    {
        WorkflowStep? step = Steps.FirstOrDefault(s => s.From == incident.Status && s.To == move.To);
        if (step is null)
        {
            string allowed = string.Join(", ", From(incident.Status).Select(static s => IncidentWords.Of(s.To)));
            refusals.Add(new WorkflowRefusal(
                RefusalKind.IllegalTransition, $"An incident that is {IncidentWords.Of(incident.Status)} cannot become {IncidentWords.Of(move.To)}; it can become {allowed}.", "to"));
            return;
        }

        foreach (string need in step.Needs.Where(n => n != "verdict" && IsMissing(move, n)))
            refusals.Add(new WorkflowRefusal(RefusalKind.Invalid, $"To become {IncidentWords.Of(move.To)} it needs {Wanted(need)}.", need));
        CheckVerdict(incident, move, step, refusals);
        if (FourEyes(incident, step, actor) is { } refusal)
            refusals.Add(refusal);
    }

    private static void CheckVerdict(Incident incident, Transition move, WorkflowStep step, List<WorkflowRefusal> refusals)
    {
        Verdict verdict = move.Verdict ?? incident.Verdict;
        IReadOnlyList<Verdict> choice = step.Verdicts.Count > 0 ? step.Verdicts : [.. Enum.GetValues<Verdict>().Where(static v => v != Verdict.Unknown)];
        if ((step.Needs.Contains("verdict") || step.IsClosing) && !choice.Contains(verdict))
        {
            string words = string.Join(", ", choice.Select(IncidentWords.Of));
            refusals.Add(new WorkflowRefusal(
                RefusalKind.VerdictRequired,
                $"From {IncidentWords.Of(step.From)} to {IncidentWords.Of(step.To)} the verdict must be one of {words}; it is {IncidentWords.Of(verdict)}.",
                "verdict"));
        }
    }

    private static WorkflowRefusal? FourEyes(Incident incident, WorkflowStep step, string actor)
    {
        if (!step.IsClosing || incident.Severity < RuleLevel.High)
            return null;
        if (step.From == IncidentStatus.New)
        {
            return new WorkflowRefusal(
                RefusalKind.FourEyesRequired, $"An incident that is {IncidentWords.Of(incident.Severity)} is not closed unseen; resolve it, and let another person close it.", "to");
        }

        return incident.ResolvedBy != actor
            ? null
            : new WorkflowRefusal(
                RefusalKind.FourEyesRequired, $"'{actor}' resolved it; an incident that is {IncidentWords.Of(incident.Severity)} is closed by another person.", "to");
    }

    private static bool IsMissing(Transition move, string need) => need switch
    {
        "summary" => string.IsNullOrWhiteSpace(move.Summary),
        "root_cause" => string.IsNullOrWhiteSpace(move.RootCause),
        "hold_reason" => string.IsNullOrWhiteSpace(move.HoldReason),
        "hold_until" => move.HoldUntil is null,
        "reason" => string.IsNullOrWhiteSpace(move.Reason),
        _ => throw new ArgumentOutOfRangeException(nameof(need), need, "No step needs that."),
    };

    private static string Wanted(string need) => need switch
    {
        "summary" => "a summary of what was found out",
        "root_cause" => "a root cause, or the word unknown",
        "hold_reason" => "a reason to rest",
        "hold_until" => "a time until which it rests",
        _ => "a reason",
    };

    private static (Incident Changed, string Kind, string? Text) Move(Incident incident, Transition move, string actor, DateTimeOffset now)
    {
        bool reopens = incident.Status is IncidentStatus.Resolved or IncidentStatus.Closed && move.To == IncidentStatus.InProgress;
        Incident changed = incident with
        {
            Status = move.To,
            Verdict = move.Verdict ?? incident.Verdict,
            Summary = move.Summary ?? incident.Summary,
            RootCause = move.RootCause ?? incident.RootCause,
            HoldReason = move.To == IncidentStatus.OnHold ? move.HoldReason : null,
            HoldUntil = move.To == IncidentStatus.OnHold ? move.HoldUntil : null,
            Acknowledged = incident.Acknowledged ?? now,
        };
        changed = move.To switch
        {
            // What was found out before is no longer settled; the summary stays to be read.
            IncidentStatus.InProgress when reopens => changed with { Verdict = move.Verdict ?? Verdict.Unknown, ResolvedBy = null, Resolved = null, Closed = null },
            IncidentStatus.InProgress => changed with { Assignee = incident.Assignee ?? actor },
            IncidentStatus.Resolved => changed with { ResolvedBy = actor, Resolved = now },
            IncidentStatus.Closed => changed with { Closed = now },
            _ => changed,
        };
        return (changed, reopens ? "reopened" : "transitioned", move.Reason);
    }

    private static Incident Edited(Incident incident, Edit edit) => incident with
    {
        Title = edit.Title ?? incident.Title,
        // A title that a person wrote is the title in every language.
        Titles = edit.Title is null || edit.Title == incident.Title ? incident.Titles : new Dictionary<string, string>(),
        Description = edit.Description is null ? incident.Description : edit.Description.Length == 0 ? null : edit.Description,
        Severity = edit.Severity ?? incident.Severity,
        Phase = edit.Phase ?? incident.Phase,
        Tags = edit.Tags is null ? incident.Tags : [.. edit.Tags.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
    };
}
