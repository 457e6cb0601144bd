namespace SocDetect.Correlation;

/// <summary>
/// What one type of correlation computes over a sliding window. One instance serves all groups of its rule in turn: a
/// sweep clears it, lets matches enter and leave in order, and asks after each distinct time.
/// </summary>
internal abstract class WindowMeasure
{
    /// <summary>Whether more matches can only make it truer, so that it is decided as soon as it holds.</summary>
    public abstract bool OnlyGrows { get; }

    /// <summary>Whether it also depends on what follows within one timespan (negated names).</summary>
    public virtual bool LooksAhead => false;

    /// <summary>Whether matches of that input count as part of a burst; those of a name that is only negated do not.</summary>
    public virtual bool Counts(int rule) => true;

    /// <summary>Starts a sweep over a group whose window is empty before <paramref name="first"/>.</summary>
    public abstract void Begin(ReadOnlyMemory<MatchEntry> group, int first);

    /// <summary>The next match enters the window.</summary>
    public abstract void Enter(in MatchEntry entry);

    /// <summary>The oldest match leaves the window.</summary>
    public abstract void Leave(in MatchEntry entry);

    /// <summary>Whether the window that ends at that time meets the condition, by all that is known.</summary>
    public abstract bool Holds(long end);

    /// <summary>Whether it does, and nothing that may still come can undo it.</summary>
    public virtual bool HoldsForGood(long end) => OnlyGrows && Holds(end);
}
