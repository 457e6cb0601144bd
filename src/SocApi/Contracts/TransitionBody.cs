namespace SocApi.Contracts;

/// <summary>A change of state with what the state needs.</summary>
internal sealed record TransitionBody
{
    public string? To { get; init; }

    public string? Verdict { get; init; }

    public int? VerdictId { get; init; }

    public string? Summary { get; init; }

    public string? RootCause { get; init; }

    public string? HoldReason { get; init; }

    public DateTimeOffset? HoldUntil { get; init; }

    public string? Reason { get; init; }
}
