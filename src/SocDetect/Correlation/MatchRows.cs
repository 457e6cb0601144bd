using SocCore.Events;
using SocCore.Storage;

namespace SocDetect.Correlation;

/// <summary>What match rows carry beside the fields that rules ask for.</summary>
internal static class MatchRows
{
    /// <summary>Set when the event was older than a day at receipt: then a detection is historic.</summary>
    public const string StaleField = "event.created";

    /// <summary>Set on the match of an inner correlation: the group that it is of.</summary>
    public const string BranchField = "soc.group";

    /// <summary>16 bits that tell the groups apart in which one event satisfied an inner correlation; 0 for an event's own match.</summary>
    public static ushort BranchOf(MatchRow row)
    {
        if (!row.Values.TryGetValue(BranchField, out IReadOnlyList<string>? group))
            return 0;
        uint hash = 2166136261;
        foreach (char c in Fold.Text(group[0]))
            hash = (hash ^ c) * 16777619;
        return (ushort)(hash ^ (hash >> 16));
    }
}
