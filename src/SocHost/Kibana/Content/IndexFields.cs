using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using SocCore.Events;
using SocCore.Search;
using SocStore.Elastic.Cases;

namespace SocHost.Kibana.Content;

/// <summary>The fields that documents of an index pattern are mapped to have, by name.</summary>
internal sealed class IndexFields
{
    private const string EventPattern = "logs-*";
    private const string IncidentPattern = "soc-incidents";

    private readonly FrozenDictionary<string, FieldType> _types;

    private IndexFields(FrozenDictionary<string, FieldType> types)
    {
        _types = types;
        Schema = new IndexKqlSchema(this, takesAny: false);
        OpenSchema = new IndexKqlSchema(this, takesAny: true);
    }

    /// <summary>Fields of events: ECS, the city's and the product's. What a source keeps beside them, and the original line, are kept and not indexed.</summary>
    public static IndexFields Events { get; } = new(
        Enumerable.Range(0, Fields.DeclaredCount).Select(Fields.ById)
            .Where(static f => f != EcsField.EventOriginal)
            .ToFrozenDictionary(static f => f.Name, static f => f.Type));

    /// <summary>Fields of incidents, as their index has them for people to look at.</summary>
    public static IndexFields Incidents { get; } = new(ShownIncident.Fields.ToFrozenDictionary());

    /// <summary>The names that queries may use.</summary>
    public KqlSchema Schema { get; }

    /// <summary>The same, for a query that is asked of other indices too: what this one does not have, no document of it has.</summary>
    public KqlSchema OpenSchema { get; }

    /// <summary>All names.</summary>
    public IEnumerable<string> Names => _types.Keys;

    /// <summary>The patterns whose fields are known.</summary>
    public static IReadOnlyList<string> Patterns { get; } = [EventPattern, IncidentPattern];

    /// <summary>The fields behind a data view's pattern; false when this product does not write there.</summary>
    public static bool TryOf(string pattern, [NotNullWhen(true)] out IndexFields? fields)
    {
        fields = pattern switch
        {
            EventPattern => Events,
            IncidentPattern => Incidents,
            _ => null,
        };
        return fields is not null;
    }

    /// <summary>The type of a field.</summary>
    public bool TryType(string name, out FieldType type) => _types.TryGetValue(name, out type);
}
