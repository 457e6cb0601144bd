using System.Runtime.InteropServices;
using SocCore.Incidents;
using SocCore.Storage;

namespace SocDetect.Correlation;

/// <content>Start, take-over and late matches: what is read back from the journal of match rows.</content>
internal sealed partial class Correlator
{
    /// <summary>Starts from the journal: everything at or after <paramref name="from"/> is given.</summary>
    public void Restore(IReadOnlyList<MatchRow> rows, IEnumerable<Detection> known, long from, long watermark)
    {
        Watermark = watermark;
        _settled = SettledFrom(from);
        Fill(rows, known, static _ => true);
        foreach (Group group in _groups.Values)
            Evaluate(group, long.MinValue, long.MaxValue, onlyGrow: false);
    }

    /// <summary>Builds the groups of <see cref="Deep"/> anew from the journal, of which everything at or after <paramref name="from"/> is given, and takes in what waited for them.</summary>
    public void Rebuild(IReadOnlyList<MatchRow> rows, IEnumerable<Detection> known, long from)
    {
        Dictionary<string, DeepGroup> deep = new(Deep, StringComparer.OrdinalIgnoreCase);
        Deep.Clear();
        long settled = _settled;
        _settled = SettledFrom(from);
        Dictionary<string, Group> before = new(StringComparer.OrdinalIgnoreCase);
        foreach (string key in deep.Keys)
        {
            _spilled.Remove(key);
            if (_groups.Remove(key, out Group? old))
            {
                old.Deadline = long.MaxValue;
                before[key] = old;
            }
        }

        HashSet<Guid> held = [.. before.Values.Where(static g => g.Bursts is not null).SelectMany(static g => g.Bursts!).Select(static b => b.Uid)];
        Fill(rows, known.Where(d => !held.Contains(d.Uid)), deep.ContainsKey);
        foreach ((string key, DeepGroup waiting) in deep)
        {
            Group group = GroupOf(key);
            if (before.TryGetValue(key, out Group? old))
                TakeOver(group, old);
            Evaluate(group, long.MinValue, long.MaxValue, onlyGrow: false);
            if (waiting.Waiting.Count == 0)
                continue;
            _arrived[group] = waiting.Waiting;
            if (!IsDeep(group, waiting.Waiting))
                Absorb(group, CollectionsMarshal.AsSpan(waiting.Waiting));
        }

        _settled = settled;
    }

    private long SettledFrom(long from) => from == long.MinValue ? from : from + Rule.Timespan;

    /// <summary>What a group had in memory that is not saved yet goes on in the one built anew.</summary>
    private void TakeOver(Group group, Group old)
    {
        group.Insert(Sorted(group, old.Entries));
        foreach (Burst burst in CollectionsMarshal.AsSpan(old.Bursts))
            _book.Attach(group, burst);
    }

    private void Fill(IReadOnlyList<MatchRow> rows, IEnumerable<Detection> known, Func<string, bool> wanted)
    {
        _arrived.Clear();
        foreach (MatchRow row in rows)
        {
            int input = _reader.InputOf(row.RuleId);
            if (input < 0 || !_reader.TryReadValues(input, row, out object? values))
                continue;
            foreach (string key in _reader.KeysOf(input, row))
            {
                if (wanted(key))
                    Note(GroupOf(key), row, input, values);
            }
        }

        foreach ((Group group, List<MatchEntry> entries) in _arrived)
            group.Insert(Sorted(group, CollectionsMarshal.AsSpan(entries)));
        foreach (Detection detection in known)
        {
            if (detection.RuleId == Rule.Id && detection.LogicHash == Rule.LogicHash && wanted(detection.GroupKey) && _reader.Fits(detection.GroupKey))
            {
                Group group = GroupOf(detection.GroupKey);
                _book.Attach(group, _book.FromSaved(detection));
            }
        }

        _arrived.Clear();
    }
}
