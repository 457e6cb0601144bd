namespace SocApi.Reports.Facts;

/// <summary>What came of one log source in the period.</summary>
internal sealed record SourceFact
{
    /// <summary>system/source.</summary>
    public required string Id { get; init; }

    /// <summary>What it is called; its id when this process does not know it.</summary>
    public required string Title { get; init; }

    /// <summary>Whose it is; null when this process does not know it.</summary>
    public required string? Agency { get; init; }

    /// <summary>Whether it is set up; else it was only seen in events.</summary>
    public required bool IsExpected { get; init; }

    /// <summary>Whether it was heard in the 30 days before the period.</summary>
    public bool WasHeard { get; init; }

    /// <summary>The longest gap that is normal; null when it has no rhythm.</summary>
    public TimeSpan? Rhythm { get; init; }

    /// <summary>Events of the period.</summary>
    public long Events { get; init; }

    /// <summary>Records of the period that could not be read.</summary>
    public long DeadLetters { get; init; }

    /// <summary>Event time of its last event in the period.</summary>
    public DateTimeOffset? LastEvent { get; init; }

    /// <summary>Events an hour of the period.</summary>
    public IReadOnlyList<long> Hours { get; init; } = [];

    /// <summary>How often it was reported silent.</summary>
    public long Silences { get; init; }

    /// <summary>Receipt minus event time of its latest events, shortest first.</summary>
    public IReadOnlyList<TimeSpan> Lags { get; init; } = [];

    /// <summary>How many of these events claim a time of more than a minute after their receipt.</summary>
    public long Ahead { get; init; }

    /// <summary>Hours without an event.</summary>
    public long EmptyHours => Hours.LongCount(static h => h == 0);

    /// <summary>The longest run of hours without an event.</summary>
    public int LongestGap
    {
        get
        {
            int longest = 0;
            int run = 0;
            foreach (long hour in Hours)
            {
                run = hour == 0 ? run + 1 : 0;
                longest = Math.Max(longest, run);
            }

            return longest;
        }
    }

    /// <summary>The lag that 95 of 100 of the latest events do not exceed (nearest rank).</summary>
    public TimeSpan? LagP95 => Lags.Count == 0 ? null : Lags[(int)Math.Ceiling(0.95 * Lags.Count) - 1];
}
