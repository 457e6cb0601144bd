using SocCore.Events;
using SocCore.Storage;

namespace SocCollector.Pipeline;

/// <summary>What goes to the target in one step, and what it says about the records in it.</summary>
internal sealed class Delivery
{
    /// <summary>The events, sorted by sequence.</summary>
    public EventBatch Events { get; set; } = EventBatch.Empty;

    /// <summary>Every record up to here has its fate in this delivery or an earlier one.</summary>
    public long UpTo { get; set; }

    /// <summary>Whether some events may be stored already.</summary>
    public bool MayRepeat { get; set; }

    /// <summary>Records that cannot be read.</summary>
    public List<DeadLetter> Dead { get; } = [];

    /// <summary>Records that damage of the spool has taken.</summary>
    public long Damaged { get; set; }

    /// <summary>Dead letters that were read this time.</summary>
    public List<EventId> Replayed { get; } = [];

    /// <summary>Records that a declared rule leaves out.</summary>
    public int Filtered { get; set; }

    /// <summary>Records in all.</summary>
    public int Records { get; set; }

    /// <summary>Whether there is anything to tell the target.</summary>
    public bool IsEmpty => Records == 0 && Damaged == 0;
}
