using SocCore.Events;
using SocCore.Storage;

namespace SocStore.Elastic.Events;

/// <summary>The fates of a batch's events, filled in by requests that run at once.</summary>
internal sealed class BulkFates(EventBatch batch)
{
    private readonly ItemFate[] _fates = new ItemFate[batch.Count];
    private readonly Lock _gate = new();
    private readonly List<RefusedEvent> _refused = [];

    public ReadOnlySpan<ItemFate> All => _fates;

    public IReadOnlyList<RefusedEvent> Refused => _refused;

    public int CountOf(ItemFate fate) => _fates.AsSpan().Count(fate);

    /// <summary>Each event has one place, so no two requests write the same.</summary>
    public void Set(int place, ItemFate fate) => _fates[place] = fate;

    public void Refuse(int place, string type, string reason)
    {
        _fates[place] = ItemFate.Refused;
        lock (_gate)
            _refused.Add(new RefusedEvent(batch[place].Id, type, reason));
    }
}
