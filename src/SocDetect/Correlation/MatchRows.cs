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

    /// <summary>
    /// 16 bits that tell the matches apart that one event satisfied inner correlations with: of which correlation, in which
    /// group; 0 for an event's own match.
    /// </summary>
    public static ushort BranchOf(MatchRow row)
    {
        if (!row.Values.TryGetValue(BranchField, out IReadOnlyList<string>? group))
            return 0;

        // FNV-1a, folded; the program's own string hash is another in every process.
        uint hash = Mix(Mix(2166136261, row.RuleId), Fold.Text(group[0]));
        return (ushort)(hash ^ (hash >> 16));
    }

    private static uint Mix(uint hash, string text)
    {
        foreach (char c in text)
            hash = (hash ^ c) * 16777619;
        return hash;
    }
}
