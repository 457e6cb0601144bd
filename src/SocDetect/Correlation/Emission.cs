using SocCore.Storage;

namespace SocDetect.Correlation;

/// <summary>
/// The match that a burst of an inner correlation is to outer ones: the time and fields of the match that satisfied it,
/// and the values of its own group.
/// </summary>
/// <param name="Row">What outer correlations read.</param>
/// <param name="Input">The input rule of the match that satisfied it.</param>
/// <param name="Branch">That match's part of a correlation farther in; 0 when it is an event's own.</param>
internal sealed record Emission(MatchRow Row, int Input, ushort Branch)
{
    /// <summary>Makes it from the row of the match that satisfied the burst.</summary>
    public static Emission Of(WindowRule rule, Burst burst, MatchRow source, int input)
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

        MatchRow row = source with { RuleId = rule.Id, LogicHash = rule.LogicHash, Timestamp = burst.Reached, Values = values };
        return new Emission(row, input, MatchRows.BranchOf(source));
    }

    /// <summary>
    /// Whether it is still what the burst is to outer correlations: its moment, the match that satisfied it (when that is
    /// held), and whose it is.
    /// </summary>
    public bool Stands(Burst burst) =>
        Row.Timestamp == burst.Reached
        && (burst.ReachedEntry is not { } entry || (entry.Id == Row.EventId && entry.Rule == Input && entry.Branch == Branch))
        && Row.Values[OriginTable.AgenciesField].SequenceEqual(burst.Agencies)
        && Row.Values[OriginTable.SystemsField].SequenceEqual(burst.Systems);
}
