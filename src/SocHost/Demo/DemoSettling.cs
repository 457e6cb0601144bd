namespace SocHost.Demo;

/// <summary>
/// Decides by progress when a demo is over: how long a machine takes is its own affair, as long as it comes on. A machine
/// under load, or a server that is slow, makes a demo longer and never smaller.
/// </summary>
/// <param name="sent">Lines that were sent.</param>
/// <param name="time">The clock.</param>
internal sealed class DemoSettling(long sent, TimeProvider time)
{
    /// <summary>For so long everything has to be through.</summary>
    public static readonly TimeSpan Calm = TimeSpan.FromSeconds(2);

    /// <summary>What has not come so long after the last line that did, with all of these through, is lost.</summary>
    public static readonly TimeSpan LostAfter = TimeSpan.FromSeconds(15);

    /// <summary>A demo that has not settled by then ends all the same, and says so.</summary>
    public static readonly TimeSpan Ceiling = TimeSpan.FromMinutes(20);

    private readonly long _began = time.GetTimestamp();
    private DemoProgress _last;
    private long? _throughSince;

    /// <summary>Takes how far it is now; not null when it is over.</summary>
    public DemoEnding? See(DemoProgress now)
    {
        if (!now.IsThrough)
            _throughSince = null;
        else if (_throughSince is null || now.Received != _last.Received)
            _throughSince = time.GetTimestamp();
        _last = now;
        if (_throughSince is { } since)
        {
            TimeSpan still = time.GetElapsedTime(since);
            if (now.Received >= sent && still >= Calm)
                return DemoEnding.Settled;
            if (now.Received < sent && still >= LostAfter)
                return DemoEnding.LinesLost;
        }

        return time.GetElapsedTime(_began) >= Ceiling ? DemoEnding.CutShort : null;
    }
}
