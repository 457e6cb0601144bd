using SocCore.Events;

namespace SocDetect.Correlation;

/// <summary>
/// The matches of one group, by event time and order of delivery, as far back as they can still matter, and the bursts
/// among them. Small on purpose: there may be a million.
/// </summary>
internal sealed class Group(string key, long settled)
{
    private MatchEntry[] _entries = [];
    private int _count;

    /// <summary>The group's values as they were first written, joined.</summary>
    public string Key { get; } = key;

    /// <summary>Windows that end before this are final: what they became lives on in the frozen part of a burst.</summary>
    public long Settled { get; set; } = settled;

    /// <summary>The watermark at which an undecided window ends; <see cref="long.MaxValue"/> when none is undecided.</summary>
    public long Deadline { get; set; } = long.MaxValue;

    /// <summary>Bursts that may still change, dead ones included; null while there was none.</summary>
    public List<Burst>? Bursts { get; set; }

    /// <summary>How many matches are held.</summary>
    public int Count => _count;

    /// <summary>The matches, in order.</summary>
    public Span<MatchEntry> Entries => _entries.AsSpan(0, _count);

    /// <summary>The same, for a sweep.</summary>
    public ReadOnlyMemory<MatchEntry> Memory => _entries.AsMemory(0, _count);

    /// <summary>Event time of the last match.</summary>
    public long LastTime => _count == 0 ? long.MinValue : _entries[_count - 1].Time;

    /// <summary>The first place whose time is at or after the given one.</summary>
    public int FirstAt(long time)
    {
        int low = 0;
        int high = _count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (_entries[middle].Time < time)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    /// <summary>Whether the match is there; unless rules count apart, the same event by another rule is the same match.</summary>
    public bool Contains(in MatchEntry entry, bool byRule)
    {
        for (int i = FirstAtOrder(entry); i < _count && MatchEntry.IsSameEvent(_entries[i], entry); i++)
        {
            if (!byRule || _entries[i].Rule == entry.Rule)
                return true;
        }

        return false;
    }

    /// <summary>Adds matches that are not there yet, sorted.</summary>
    public void Insert(ReadOnlySpan<MatchEntry> sorted)
    {
        if (sorted.Length == 0)
            return;
        if (_entries.Length < _count + sorted.Length)
            Array.Resize(ref _entries, _count == 0 ? sorted.Length : Math.Max(_count * 2, _count + sorted.Length));
        if (_count == 0 || MatchEntry.Compare(_entries[_count - 1], sorted[0]) < 0)
        {
            sorted.CopyTo(_entries.AsSpan(_count));
            _count += sorted.Length;
            return;
        }

        // Merge from behind, in place.
        int from = _count - 1;
        int more = sorted.Length - 1;
        _count += sorted.Length;
        for (int to = _count - 1; more >= 0; to--)
        {
            if (from >= 0 && MatchEntry.Compare(_entries[from], sorted[more]) > 0)
                _entries[to] = _entries[from--];
            else
                _entries[to] = sorted[more--];
        }
    }

    /// <summary>Takes matches away again that are there, sorted.</summary>
    public void Remove(ReadOnlySpan<MatchEntry> sorted)
    {
        int to = 0;
        int gone = 0;
        for (int i = 0; i < _count; i++)
        {
            if (gone < sorted.Length && MatchEntry.Compare(_entries[i], sorted[gone]) == 0)
                gone++;
            else
                _entries[to++] = _entries[i];
        }

        Array.Clear(_entries, to, _count - to);
        _count = to;
    }

    /// <summary>Takes away the match of that rule, event and time; false when it is not there.</summary>
    public bool Remove(long time, EventId id, int rule, ushort branch)
    {
        for (int i = FirstAt(time); i < _count && _entries[i].Time == time; i++)
        {
            if (_entries[i].Id == id && _entries[i].Rule == rule && _entries[i].Branch == branch)
            {
                Array.Copy(_entries, i + 1, _entries, i, _count - i - 1);
                _entries[--_count] = default;
                return true;
            }
        }

        return false;
    }

    /// <summary>Forgets matches before a time.</summary>
    public void Forget(long before)
    {
        int first = FirstAt(before);
        if (first == 0)
            return;
        int left = _count - first;
        if (_entries.Length > 16 && left < _entries.Length / 4)
        {
            _entries = _entries.AsSpan(first, left).ToArray();
        }
        else
        {
            Array.Copy(_entries, first, _entries, 0, left);
            Array.Clear(_entries, left, first);
        }

        _count = left;
    }

    /// <summary>The first place that is not before the match, whatever the rule.</summary>
    private int FirstAtOrder(in MatchEntry entry)
    {
        MatchEntry lowest = new(entry.Time, entry.Id, entry.Spool, entry.Sequence, 0, 0, null, false, entry.Branch);
        int low = 0;
        int high = _count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (MatchEntry.Compare(_entries[middle], lowest) < 0)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
