using System.Text.Json;

namespace SocStore.Embedded.Events;

/// <summary>
/// What a day file holds, for leaving it out of a query: the hours of event time, sequences, ids, and which columns have
/// odd rows. It may name more than there is, never less: the writer widens it before it commits.
/// </summary>
internal sealed class DayManifest
{
    /// <summary>The most blocks of time; beyond, blocks become longer, so hostile times cannot fill the memory.</summary>
    private const int MostBlocks = 4096;

    private readonly Lock _gate = new();
    private readonly SortedSet<long> _blocks = [];
    private readonly Dictionary<short, (long First, long Last)> _spools = [];
    private long _blockTicks = TimeSpan.TicksPerHour;
    private long _lastBlock = long.MinValue;
    private long _odd;
    private ulong _firstId = ulong.MaxValue;
    private ulong _lastId;

    /// <summary>Columns for which some row is odd.</summary>
    public long Odd
    {
        get
        {
            lock (_gate)
                return _odd;
        }
    }

    public void AddOdd(long mask)
    {
        lock (_gate)
            _odd |= mask;
    }

    public void AddTime(long ticks)
    {
        if (Volatile.Read(ref _lastBlock) == ticks / Volatile.Read(ref _blockTicks))
            return;
        lock (_gate)
        {
            _lastBlock = ticks / _blockTicks;
            _blocks.Add(_lastBlock);
            while (_blocks.Count > MostBlocks)
                Coarsen();
        }
    }

    public void AddId(ulong high)
    {
        if (high >= _firstId && high <= _lastId)
            return;
        lock (_gate)
        {
            _firstId = Math.Min(_firstId, high);
            _lastId = Math.Max(_lastId, high);
        }
    }

    public void AddSequence(short spool, long sequence)
    {
        lock (_gate)
        {
            _spools[spool] = _spools.TryGetValue(spool, out (long First, long Last) known)
                ? (Math.Min(known.First, sequence), Math.Max(known.Last, sequence))
                : (sequence, sequence);
        }
    }

    /// <summary>Whether an event of [from, to) may be in the file.</summary>
    public bool MayHold(long from, long to)
    {
        lock (_gate)
            return to > from && _blocks.GetViewBetween(from / _blockTicks, (to - 1) / _blockTicks).Count > 0;
    }

    /// <summary>Whether an id with these high bits may be in the file.</summary>
    public bool MayHoldId(ulong first, ulong last)
    {
        lock (_gate)
            return first <= _lastId && last >= _firstId;
    }

    /// <summary>Whether the file may hold a sequence of the spool behind that one.</summary>
    public bool MayHoldBehind(short spool, long sequence)
    {
        lock (_gate)
            return _spools.TryGetValue(spool, out (long First, long Last) known) && known.Last > sequence;
    }

    /// <summary>The end of the latest block that begins before a time; null when none does.</summary>
    public long? LatestBefore(long ticks)
    {
        lock (_gate)
        {
            SortedSet<long> earlier = _blocks.GetViewBetween(0, (ticks - 1) / _blockTicks);
            return earlier.Count == 0 ? null : (earlier.Max + 1) * _blockTicks;
        }
    }

    public string Write()
    {
        lock (_gate)
        {
            return JsonSerializer.Serialize(new Stored(
                _blockTicks, [.. _blocks], _odd, _firstId, _lastId, [.. _spools.Select(static p => new StoredSpool(p.Key, p.Value.First, p.Value.Last))]));
        }
    }

    /// <exception cref="JsonException">The text is no manifest.</exception>
    public static DayManifest Read(string text)
    {
        Stored stored = JsonSerializer.Deserialize<Stored>(text) ?? throw new JsonException("The manifest is the JSON word null.");
        if (stored.BlockTicks < TimeSpan.TicksPerHour)
            throw new JsonException("The manifest has no blocks of time.");
        DayManifest manifest = new() { _blockTicks = stored.BlockTicks, _odd = stored.Odd, _firstId = stored.FirstId, _lastId = stored.LastId };
        manifest._blocks.UnionWith(stored.Blocks);
        foreach (StoredSpool spool in stored.Spools)
            manifest._spools[spool.Spool] = (spool.First, spool.Last);
        return manifest;
    }

    private void Coarsen()
    {
        long[] finer = [.. _blocks];
        _blocks.Clear();
        _blockTicks *= 8;
        foreach (long block in finer)
            _blocks.Add(block / 8);
        _lastBlock = long.MinValue;
    }

    private sealed record Stored(long BlockTicks, long[] Blocks, long Odd, ulong FirstId, ulong LastId, StoredSpool[] Spools);

    private sealed record StoredSpool(short Spool, long First, long Last);
}
