using SocCore.Events;
using SocCore.Storage;
using SocStore.Elastic.Dsl;

namespace SocStore.Elastic.Events;

/// <summary>
/// What every search is narrowed by: the time, and whose events the caller sees. There is no other way from a query of a
/// caller to one of the server.
/// </summary>
internal sealed class EventFilter
{
    private readonly DslQuery _frame;

    public EventFilter(EventQuery query, AgencyScope scope, EventIndex index)
    {
        Bounds = ConditionToDsl.Translate(query.Condition, index);
        _frame = query.From < query.To
            ? DslQuery.All([DslQuery.Range("soc.time", null, ("gte", query.From.UtcTicks), ("lt", query.To.UtcTicks)), Of(scope)])
            : DslQuery.MatchNone;
    }

    /// <summary>The condition between two queries.</summary>
    public DslBounds Bounds { get; }

    /// <summary>Everything that may meet the condition.</summary>
    public DslQuery Upper => DslQuery.All([_frame, Bounds.Upper]);

    /// <summary>What surely meets the condition.</summary>
    public DslQuery Lower => DslQuery.All([_frame, Bounds.Lower]);

    /// <summary>What the matcher has to look at.</summary>
    public DslQuery Doubt => DslQuery.All([_frame, Bounds.Doubt]);

    /// <summary>What surely meets the condition, and of which a field is held as it is.</summary>
    public DslQuery Sure(DslQuery odd) => DslQuery.All([_frame, Bounds.Lower, DslQuery.Not(odd)]);

    /// <summary>The rest of what may meet it.</summary>
    public DslQuery Unsure(DslQuery odd) => DslQuery.All([_frame, Bounds.Upper, DslQuery.Not(DslQuery.All([Bounds.Lower, DslQuery.Not(odd)]))]);

    /// <summary>Whose events a caller sees: one agency's, whoever else an event names.</summary>
    public static DslQuery Of(AgencyScope scope) => scope switch
    {
        { SeesAll: true } => DslQuery.MatchAll,
        { Agency: AgencyScope.Unassigned } => DslQuery.MatchNone,
        _ => DslQuery.Term("soc.agency", scope.Agency!),
    };
}
