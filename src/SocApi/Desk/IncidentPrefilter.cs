using SocCore.Conditions;
using SocCore.Incidents;
using SocCore.Rules;
using SocCore.Storage;

namespace SocApi.Desk;

/// <summary>
/// What of a query the store can answer by itself: states, severity and time of opening that every result must have.
/// A superset: the query is tried again on each incident that comes back.
/// </summary>
internal static class IncidentPrefilter
{
    /// <summary>The store's query, narrowed by the condition.</summary>
    public static IncidentQuery Narrow(IncidentQuery query, Condition condition)
    {
        foreach (Condition part in condition is All all ? all.Children : [condition])
        {
            query = part switch
            {
                NumberLeaf { Comparison: Comparison.GreaterOrEqual or Comparison.Equal } leaf when Is(leaf.Field, "severity") => WithSeverity(query, leaf.Value),
                InstantLeaf leaf when Is(leaf.Field, "created") => WithCreated(query, leaf),
                _ => States(part) is { } states && query.Status.Count == 0 ? query with { Status = states } : query,
            };
        }

        return query;
    }

    private static bool Is(FieldRef field, string name) => field.Field == IncidentDocument.FieldOf(name);

    private static IncidentQuery WithSeverity(IncidentQuery query, decimal value)
    {
        RuleLevel level = (RuleLevel)(int)value;
        return Enum.IsDefined(level) && level > (query.MinSeverity ?? 0) ? query with { MinSeverity = level } : query;
    }

    private static IncidentQuery WithCreated(IncidentQuery query, InstantLeaf leaf) => leaf.Comparison switch
    {
        Comparison.Greater or Comparison.GreaterOrEqual when query.From is null || leaf.Value > query.From => query with { From = leaf.Value },
        Comparison.Less or Comparison.LessOrEqual when query.To is null || leaf.Value < query.To => query with { To = leaf.Value.AddTicks(leaf.Comparison == Comparison.Less ? 0 : 1) },
        _ => query,
    };

    private static IncidentStatus[]? States(Condition part)
    {
        List<IncidentStatus> states = [];
        foreach (Condition choice in part is Any any ? any.Children : [part])
        {
            if (choice is not TextLeaf { Pattern.IsLiteral: true } leaf || !Is(leaf.Field, "status") || !IncidentWords.TryRead(leaf.Pattern.Literal, out IncidentStatus status))
                return null;
            states.Add(status);
        }

        return states.Count > 0 ? [.. states.Distinct()] : null;
    }
}
