using SocCore.Rules;

namespace SocCore.Incidents.Workflow;

/// <summary>Changes what people may change; what is null stays as it is.</summary>
public sealed record Edit : IncidentAction
{
    /// <summary>The title.</summary>
    public string? Title { get; init; }

    /// <summary>What it is about, Markdown; empty removes it.</summary>
    public string? Description { get; init; }

    /// <summary>How bad it is.</summary>
    public RuleLevel? Severity { get; init; }

    /// <summary>Where the response stands.</summary>
    public IncidentPhase? Phase { get; init; }

    /// <summary>All tags.</summary>
    public IReadOnlyList<string>? Tags { get; init; }
}
