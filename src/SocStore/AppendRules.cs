using SocCore.Events;
using SocCore.Storage;

namespace SocStore;

/// <summary>What every store asks of a batch before it takes it.</summary>
internal static class AppendRules
{
    /// <exception cref="ArgumentException">The batch is not of one spool, not in order, or reaches beyond the position.</exception>
    public static void Check(EventBatch batch, SpoolPosition delivered)
    {
        long last = long.MinValue;
        foreach (ref readonly EventHeader header in batch.Headers)
        {
            if (header.Spool != delivered.Spool)
                throw new ArgumentException($"The batch holds an event of spool {header.Spool}, but the position is of spool {delivered.Spool}; append one spool at a time.", nameof(batch));
            if (header.Sequence < last)
                throw new ArgumentException($"Sequence {header.Sequence} follows {last}; sort the batch by sequence.", nameof(batch));
            last = header.Sequence;
        }

        if (last > delivered.Sequence)
            throw new ArgumentException($"The batch ends with sequence {last}, beyond the delivered position {delivered.Sequence}; an event must not be stored behind what is published.", nameof(delivered));
    }

    /// <summary>The agency of an event: <c>organization.id</c>, else what nobody assigned.</summary>
    public static string AgencyOf(EcsEvent source) => source.Text(EcsField.OrganizationId) ?? AgencyScope.Unassigned;
}
