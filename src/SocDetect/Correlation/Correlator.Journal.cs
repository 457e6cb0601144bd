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

    /// <summary>
    /// Sets the groups of <see cref="Deep"/> back to what was committed, farther back than they were held, and takes this
    /// scan's changes in again: what a burst had counted before can be told from what is new only like that.
    /// </summary>
    /// <param name="rows">The journal as it was before this scan, everything at or after <paramref name="from"/>.</param>
    /// <param name="known">The saved detections of that time.</param>
    /// <param name="from">Where the journal begins.</param>
    /// <param name="withdrawn">What this scan withdraws.</param>
    /// <param name="arrived">What this scan brings.</param>
    public void Rebuild(IReadOnlyList<MatchRow> rows, IEnumerable<Detection> known, long from, IReadOnlyList<MatchRow> withdrawn, IReadOnlyList<MatchRow> arrived)
    {
        HashSet<string> deep = new(Deep.Keys, StringComparer.OrdinalIgnoreCase);
        Deep.Clear();
        long settled = _settled;
        _settled = SettledFrom(from);
        Dictionary<Guid, Emission> given = [];
        foreach (string key in deep)
        {
            _spilled.Remove(key);
            if (_groups.Remove(key, out Group? old))
                Drop(old, given);
        }

        Fill(rows, known, deep.Contains);
        foreach (string key in deep)
        {
            Group group = GroupOf(key);
            foreach (Burst burst in CollectionsMarshal.AsSpan(group.Bursts))
                burst.Emitted = given.GetValueOrDefault(burst.Uid);
            Evaluate(group, long.MinValue, long.MaxValue, onlyGrow: false);
        }

        TakeIn(withdrawn, arrived, deep.Contains);
        _settled = settled;
    }

    /// <summary>Forgets a group and what this scan made of it; what outer correlations were given by its bursts stays known.</summary>
    private void Drop(Group group, Dictionary<Guid, Emission> given)
    {
        group.Deadline = long.MaxValue;
        foreach (Burst burst in CollectionsMarshal.AsSpan(group.Bursts))
        {
            _book.Changed.Remove(burst);
            if (burst.Emitted is { } emission)
                given[burst.Uid] = emission;
        }
    }

    private long SettledFrom(long from) => from == long.MinValue ? from : from + Rule.Timespan;

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
