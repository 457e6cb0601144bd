using SocCore.Conditions;
using SocCore.Search;
using SocHost.Kibana.Content;
using SocHost.Kibana.Lens;
using SocHost.Kibana.Objects;

namespace SocHost.Kibana.Linting;

/// <summary>One query: readable, and about fields that there are.</summary>
internal static class QueryCheck
{
    /// <summary>Looks at a query of an object.</summary>
    /// <param name="context">The file.</param>
    /// <param name="one">The object.</param>
    /// <param name="where">What of it, for the message.</param>
    /// <param name="query">The query.</param>
    /// <param name="fields">The fields that it may name; null when nobody knows them.</param>
    public static void Run(LintContext context, SavedObject one, string where, KueryText query, IndexFields? fields)
    {
        if (query.IsEmpty || !query.IsKuery)
            return;
        if (!context.IsOwn)
        {
            // Kibana's language has more than ours; what can be told of anybody's query is whether it closes what it opens.
            if (KueryBalance.Fault(query.Query) is { } fault)
                context.Add(LintRules.Kql, one, $"{where}: the query '{query.Query}' {fault}");
            return;
        }

        NotingKqlSchema schema = new();
        if (!Kql.TryParse(query.Query, schema, DateTimeOffset.UnixEpoch, out Condition? condition, out KqlError? error))
        {
            context.Add(LintRules.Kql, one, $"{where}: the query '{query.Query}' cannot be read {error}");
            return;
        }

        foreach (string fault in KueryDifference.Instance.Visit(condition).Distinct())
            context.Add(LintRules.Kql, one, $"{where}: the query '{query.Query}' {fault}");
        foreach (string name in schema.Asked.Where(n => fields is not null && !fields.TryType(n, out _)))
            context.Add(LintRules.UnknownField, one, $"{where}: the query '{query.Query}' names '{name}', which the index is not mapped to have; {Cure(fields!, name)}");
    }

    /// <summary>What to write in place of a name that is not there.</summary>
    public static string Cure(IndexFields fields, string name)
    {
        fields.Schema.TryFind(name, out _, out _, out IReadOnlyList<string> nearest);
        return nearest.Count > 0 ? $"did you mean {string.Join(" or ", nearest)}?" : "use one that it has";
    }
}
