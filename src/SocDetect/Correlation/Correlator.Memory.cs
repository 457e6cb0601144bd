namespace SocDetect.Correlation;

/// <content>What is let go of, so that memory stays bounded.</content>
internal sealed partial class Correlator
{
    /// <summary>Lets go of what lies so far behind the watermark that nothing on time can touch it.</summary>
    private void Trim(Group group)
    {
        if (Watermark == long.MinValue || Watermark < long.MinValue + (2 * Horizon))
            return;
        long settled = Watermark - Horizon + Rule.Timespan;
        bool over = group.LastTime < settled - Rule.Timespan;
        if (group.Settled != long.MinValue && (group.Settled >= settled || (!over && settled - group.Settled < Rule.Timespan)))
            return;
        _book.Freeze(group, settled);
        group.Forget(settled - Rule.Timespan);
        if (group.Count > 0 || group.Bursts is not null || _arrived.ContainsKey(group))
            return;
        _groups.Remove(group.Key);
        _settled = Math.Max(_settled, settled);
    }

    /// <summary>Leaves the groups that were quiet longest to the journal; their next match reads them back.</summary>
    private void Spill()
    {
        int surplus = _groups.Count - (_maxGroups * 9 / 10);
        foreach (Group group in _groups.Values.Where(static g => g.Deadline == long.MaxValue).OrderBy(static g => g.LastTime).Take(surplus).ToList())
        {
            _groups.Remove(group.Key);
            _spilled.Add(group.Key);
        }
    }
}
