namespace SocCore.Incidents.Workflow;

/// <summary>Moves it to another state; what the state needs comes with it.</summary>
public sealed record Transition(IncidentStatus To) : IncidentAction
{
    /// <summary>What it turned out to be.</summary>
    public Verdict? Verdict { get; init; }

    /// <summary>What was found out.</summary>
    public string? Summary { get; init; }

    /// <summary>What made it possible, or <c>unknown</c>.</summary>
    public string? RootCause { get; init; }

    /// <summary>Why work rests.</summary>
    public string? HoldReason { get; init; }

    /// <summary>Until when work rests.</summary>
    public DateTimeOffset? HoldUntil { get; init; }

    /// <summary>Why it is opened again, or what else should be in the history.</summary>
    public string? Reason { get; init; }
}
