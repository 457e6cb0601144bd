namespace SocStore.Elastic.Foreign;

/// <summary>Buckets of a feed that are to be read next.</summary>
/// <param name="Width">Seconds of a bucket.</param>
/// <param name="Counted">Begin of a bucket → documents that the server counted in it.</param>
/// <param name="IsRepeat">Whether some of the documents may have been evaluated before.</param>
/// <param name="IsLate">Whether they are such as became visible after the near time.</param>
internal sealed record ForeignPlan(long Width, IReadOnlyDictionary<long, long> Counted, bool IsRepeat, bool IsLate)
{
    private const int MostRuns = 100;

    /// <summary>Begin and end of what belongs together: neighbouring buckets are one range.</summary>
    public IReadOnlyList<(long From, long To)> Ranges { get; } = RangesOf(Counted.Keys, Width);

    /// <summary>Where the first one begins.</summary>
    public long From => Ranges[0].From;

    /// <summary>Where the last one ends.</summary>
    public long To => Ranges[^1].To;

    /// <summary>Takes buckets in order of time while they are few enough; at least one.</summary>
    public static ForeignPlan Take(IReadOnlyList<(long At, long Count)> buckets, long width, int limit, bool isRepeat, bool isLate)
    {
        Dictionary<long, long> taken = [];
        long sum = 0;
        int runs = 0;
        foreach ((long at, long count) in buckets)
        {
            runs += taken.ContainsKey(at - width) ? 0 : 1;
            if (taken.Count > 0 && (sum + count > limit || runs > MostRuns))
                break;
            taken[at] = count;
            sum += count;
        }

        return new ForeignPlan(width, taken, isRepeat, isLate);
    }

    private static List<(long From, long To)> RangesOf(IEnumerable<long> buckets, long width)
    {
        List<(long From, long To)> ranges = [];
        foreach (long at in buckets.Order())
        {
            if (ranges.Count > 0 && ranges[^1].To == at)
                ranges[^1] = (ranges[^1].From, at + width);
            else
                ranges.Add((at, at + width));
        }

        return ranges;
    }
}
