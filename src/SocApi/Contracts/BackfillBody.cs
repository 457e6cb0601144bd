namespace SocApi.Contracts;

/// <summary>Which events to evaluate again: those whose time is in [from, to).</summary>
internal sealed record BackfillBody
{
    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? To { get; init; }
}
