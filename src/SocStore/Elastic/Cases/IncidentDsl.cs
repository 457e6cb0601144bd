using SocCore.Storage;
using SocStore.Cases;
using SocStore.Elastic.Dsl;

namespace SocStore.Elastic.Cases;

/// <summary>A search over incidents as query DSL, with its order and the place where the page begins.</summary>
internal static class IncidentDsl
{
    public static DslQuery Of(IncidentQuery query, AgencyScope scope)
    {
        List<DslQuery> parts = [CaseReader.Visible(scope)];
        if (query.Status.Count > 0)
            parts.Add(DslQuery.Any([.. query.Status.Distinct().Select(static s => DslQuery.Term("status", (int)s))]));
        if (query.MinSeverity is { } least)
            parts.Add(DslQuery.Range("severity", null, ("gte", (int)least)));
        if (query.Agency is { } agency)
            parts.Add(DslQuery.Term("agencies", agency));
        if (query.System is { } system)
            parts.Add(DslQuery.Term("systems", CaseTerm.Of(system)));
        if (query.RuleId is { } rule)
            parts.Add(DslQuery.Term("rule", CaseTerm.Of(rule)));
        if (query.Assignee is { } assignee)
            parts.Add(DslQuery.Term("assignee", CaseTerm.Of(assignee)));
        if (query.From is { } from)
            parts.Add(DslQuery.Range("created", null, ("gte", from.UtcTicks)));
        if (query.To is { } to)
            parts.Add(DslQuery.Range("created", null, ("lt", to.UtcTicks)));
        parts.AddRange(SearchWords(query, scope));
        return DslQuery.All(parts);
    }

    /// <summary>The fields of an order, <c>-</c> before one that descends; ties by uid.</summary>
    public static IReadOnlyList<string> Order(IncidentSort sort) => sort switch
    {
        IncidentSort.CreatedAscending => ["created", "uid"],
        IncidentSort.SeverityDescending => ["-severity", "-created", "uid"],
        IncidentSort.ModifiedDescending => ["-modified", "uid"],
        _ => ["-created", "uid"],
    };

    /// <summary>The sort values of a mark, whose keys are negative where the order descends.</summary>
    public static IReadOnlyList<object> After(IncidentPageMark mark) => mark.Sort switch
    {
        IncidentSort.CreatedAscending => [mark.First, mark.Uid],
        IncidentSort.SeverityDescending => [-mark.First, -mark.Second, mark.Uid],
        _ => [-mark.First, mark.Uid],
    };

    private static IEnumerable<DslQuery> SearchWords(IncidentQuery query, AgencyScope scope) =>
        SearchText.Words(query.Text).Select(w => Cases.SearchWords.Find(w, scope));
}
