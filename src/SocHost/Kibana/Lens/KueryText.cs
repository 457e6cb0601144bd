using System.Text.Json;
using SocHost.Kibana.Objects;

namespace SocHost.Kibana.Lens;

/// <summary>A query of a saved object, and the language that it is written in.</summary>
internal readonly record struct KueryText(string Query, string Language)
{
    /// <summary>No query.</summary>
    public static KueryText None { get; } = new("", "kuery");

    /// <summary>Whether it asks nothing.</summary>
    public bool IsEmpty => string.IsNullOrWhiteSpace(Query);

    /// <summary>Whether it is KQL; what is not is Lucene's syntax.</summary>
    public bool IsKuery => Language == "kuery";

    /// <summary>Reads <c>{query, language}</c>.</summary>
    public static KueryText Of(JsonElement? element) =>
        element is { } query && query.Text("query") is { } text ? new KueryText(text, query.Text("language") ?? "kuery") : None;
}
