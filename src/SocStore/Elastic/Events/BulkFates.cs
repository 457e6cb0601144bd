using SocCore.Events;
using SocCore.Storage;

namespace SocStore.Elastic.Events;

/// <summary>The fates of a batch's events, filled in by requests that run at once.</summary>
internal sealed class BulkFates(EventBatch batch)
{
    private readonly ItemFate[] _fates = new ItemFate[batch.Count];
    private readonly bool?[] _isHere = new bool?[batch.Count];
    private readonly Lock _gate = new();
    private readonly List<RefusedEvent> _refused = [];

    public ReadOnlySpan<ItemFate> All => _fates;

    public IReadOnlyList<RefusedEvent> Refused => _refused;

    public int CountOf(ItemFate fate) => _fates.AsSpan().Count(fate);

    /// <summary>Each event has one place, so no two requests write the same.</summary>
    public void Set(int place, ItemFate fate) => _fates[place] = fate;

    /// <summary>The stream has it from before: under this batch's own position (it is here), or under another (a duplicate).</summary>
    public void Explain(int place, bool isHere)
    {
        _fates[place] = ItemFate.Existing;
        _isHere[place] = isHere;
    }

    /// <summary>Whether it is in the stream under the position that it has in this batch.</summary>
    public bool IsHere(int place) => _fates[place] == ItemFate.Stored || _isHere[place] == true;

    /// <summary>Whether the stream has it from before, and nobody has looked under which position.</summary>
    public bool IsUnexplained(int place) => _fates[place] == ItemFate.Existing && _isHere[place] is null;

    public int CountHere()
    {
        int count = 0;
        for (int i = 0; i < _fates.Length; i++)
            count += IsHere(i) ? 1 : 0;
        return count;
    }

    public void Refuse(int place, string type, string reason)
    {
        _fates[place] = ItemFate.Refused;
        lock (_gate)
            _refused.Add(new RefusedEvent(batch[place].Id, type, reason));
    }
}
