namespace SocHost.Settings;

/// <summary>Where events and incidents are kept, <c>Store</c> in the settings file.</summary>
public sealed class StoreOptions
{
    /// <summary>Which store.</summary>
    /// <value>Embedded (default), Elasticsearch (also OpenSearch) or InMemory.</value>
    public StoreKind Kind { get; set; } = StoreKind.Embedded;

    /// <summary>The embedded store's own settings.</summary>
    public SocStore.Embedded.EmbeddedStoreOptions Embedded { get; set; } = new();

    /// <summary>The settings of the store on Elasticsearch or OpenSearch.</summary>
    public SocStore.Elastic.Gateway.ElasticOptions Elastic { get; set; } = new();

    /// <summary>Days for which events are kept by the chosen store.</summary>
    internal int RetentionDays => Kind == StoreKind.Elasticsearch ? Elastic.RetentionDays : Embedded.RetentionDays;

    /// <summary>Everything that is wrong, each with its setting, its value and the cure.</summary>
    internal IEnumerable<string> Problems() =>
        Kind == StoreKind.Elasticsearch ? Elastic.Problems().Select(static p => $"Store:Elastic:{p}") : [];
}
