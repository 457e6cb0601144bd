namespace SocCore.Storage;

/// <summary>What became of a batch: every event is stored, was stored before, or is refused for good.</summary>
public readonly record struct AppendOutcome(int Stored, int Duplicates)
{
    /// <summary>
    /// Events that the store will never take; null when it took all. Nothing is published then: the caller keeps these as
    /// dead letters, and appends an empty batch at the same position, which publishes what was stored.
    /// </summary>
    public IReadOnlyList<RefusedEvent>? Refused { get; init; }
}
