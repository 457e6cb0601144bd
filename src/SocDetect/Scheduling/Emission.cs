using SocCore.Storage;
using SocDetect.Correlation;

namespace SocDetect.Scheduling;

/// <summary>
/// The match that a burst of an inner correlation is to outer ones: the time and fields of the match that satisfied it,
/// and the values of its own group.
/// </summary>
internal static class Emission
{
    /// <summary>Makes the match from the row of the match that satisfied the burst.</summary>
    public static MatchRow Of(WindowRule rule, Burst burst, MatchRow source)
    {
        Dictionary<string, IReadOnlyList<string>> values = new(source.Values)
        {
            [OriginTable.AgenciesField] = burst.Agencies,
            [OriginTable.SystemsField] = burst.Systems,
            [MatchRows.BranchField] = [burst.GroupKey],
        };
        foreach ((string name, string value) in burst.GroupValues)
        {
            if (value.Length > 0)
                values[name] = [value];
        }

        return source with { RuleId = rule.Id, LogicHash = rule.LogicHash, Timestamp = burst.Reached, Values = values };
    }
}
