namespace SocDetect.Correlation;

/// <summary>Clock time that never stands still: the order in which bursts were raised can be read off their times.</summary>
internal sealed class RaiseClock(TimeProvider time)
{
    private long _last;

    /// <summary>The time now, at least one tick after the one before.</summary>
    public DateTimeOffset Next()
    {
        _last = Math.Max(time.GetUtcNow().UtcTicks, _last + 1);
        return new DateTimeOffset(_last, TimeSpan.Zero);
    }

    /// <summary>Nothing shall be raised before that.</summary>
    public void NotBefore(DateTimeOffset seen) => _last = Math.Max(_last, seen.UtcTicks);
}
