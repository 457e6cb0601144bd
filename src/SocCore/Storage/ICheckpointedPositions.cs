namespace SocCore.Storage;

/// <summary>
/// How much of each spool a store has for good: in files that need no write-ahead log to be read. What lies at or below
/// may be deleted from the spool; what lies above may have to be delivered again after damage to the log.
/// </summary>
public interface ICheckpointedPositions
{
    /// <summary>The positions now; they only grow while the store is open.</summary>
    IReadOnlyList<SpoolPosition> Checkpointed { get; }
}
