namespace SocApi.Contracts;

/// <summary>Who gets an incident.</summary>
internal sealed record AssignmentBody
{
    public string? Assignee { get; init; }
}
