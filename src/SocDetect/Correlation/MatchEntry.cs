using SocCore.Events;

namespace SocDetect.Correlation;

/// <summary>One match in the window of a group: 48 bytes, so that a flood of matches stays cheap.</summary>
internal struct MatchEntry
{
    private const ushort RuleMask = 0x3FFF;
    private const ushort SatisfiedBit = 0x8000;
    private const ushort StaleBit = 0x4000;

    /// <summary>The most input rules of one correlation.</summary>
    public const int MaxRules = RuleMask;

    private ushort _ruleAndFlags;

    public MatchEntry(long time, EventId id, short spool, long sequence, int rule, int origin, object? values, bool stale, ushort branch = 0)
    {
        Time = time;
        Id = id;
        Spool = spool;
        Sequence = sequence;
        Origin = (ushort)origin;
        Branch = branch;
        Values = values;
        _ruleAndFlags = (ushort)(rule | (stale ? StaleBit : 0));
    }

    /// <summary>Event time, UTC ticks.</summary>
    public readonly long Time;

    /// <summary>The event.</summary>
    public readonly EventId Id;

    /// <summary>Its place in the order of delivery.</summary>
    public readonly long Sequence;

    /// <summary>What is counted or computed: a text, several texts, numbers; null where nothing is.</summary>
    public readonly object? Values;

    /// <summary>Whose it is and where from, in the table of origins.</summary>
    public readonly ushort Origin;

    /// <summary>Tells the matches of one inner correlation apart that one event satisfied in several groups; 0 for an event's own.</summary>
    public readonly ushort Branch;

    /// <summary>Its spool.</summary>
    public readonly short Spool;

    /// <summary>Which of the correlation's input rules it matched.</summary>
    public readonly int Rule => _ruleAndFlags & RuleMask;

    /// <summary>Whether it was older than a day when it was received.</summary>
    public readonly bool Stale => (_ruleAndFlags & StaleBit) != 0;

    /// <summary>Whether the window that ends with it meets the condition.</summary>
    public bool Satisfied
    {
        readonly get => (_ruleAndFlags & SatisfiedBit) != 0;
        set => _ruleAndFlags = value ? (ushort)(_ruleAndFlags | SatisfiedBit) : (ushort)(_ruleAndFlags & ~SatisfiedBit);
    }

    /// <summary>Whether it is the same event, in the same part of an inner correlation.</summary>
    public static bool IsSameEvent(in MatchEntry a, in MatchEntry b) =>
        a.Time == b.Time && a.Spool == b.Spool && a.Sequence == b.Sequence && a.Id == b.Id && a.Branch == b.Branch;

    /// <summary>Event time, then the order of delivery: the order of steps.</summary>
    public static int Compare(in MatchEntry a, in MatchEntry b)
    {
        int order = a.Time.CompareTo(b.Time);
        if (order == 0)
            order = a.Spool.CompareTo(b.Spool);
        if (order == 0)
            order = a.Sequence.CompareTo(b.Sequence);
        if (order == 0)
            order = a.Id.CompareTo(b.Id);
        if (order == 0)
            order = a.Branch.CompareTo(b.Branch);
        return order == 0 ? a.Rule.CompareTo(b.Rule) : order;
    }
}
