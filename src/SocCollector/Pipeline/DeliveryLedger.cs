using SocCollector.Spool;
using SocCore.Storage;

namespace SocCollector.Pipeline;

/// <summary>Counts fates. They change with the delivered position, in one step, so that the sum is right at any moment.</summary>
internal sealed class DeliveryLedger(LogSpool spool)
{
    private readonly Lock _gate = new();
    private long _begin;
    private long _delivered;
    private long _stored;
    private long _duplicate;
    private long _dead;
    private long _filtered;

    /// <summary>Up to where every record has its fate.</summary>
    public long Delivered => Volatile.Read(ref _delivered);

    /// <summary>Begins at the position from which delivery resumes.</summary>
    public void Begin(long delivered)
    {
        lock (_gate)
            _begin = _delivered = delivered;
    }

    public void Add(Delivery delivery, AppendOutcome outcome)
    {
        lock (_gate)
        {
            _stored += outcome.Stored;
            _duplicate += outcome.Duplicates;
            _dead += delivery.Records - delivery.Events.Count - delivery.Filtered + delivery.Damaged + (outcome.Refused?.Count ?? 0);
            _filtered += delivery.Filtered;
            Volatile.Write(ref _delivered, delivery.UpTo);
        }
    }

    public Accounting Snapshot()
    {
        lock (_gate)
        {
            DurableMark mark = spool.Durable;
            long accepted = Math.Max(0, spool.Backlog - _begin) + mark.Records;
            return new Accounting(accepted, _stored, _duplicate, _dead, _filtered, Math.Max(0, mark.Sequence - _delivered));
        }
    }
}
