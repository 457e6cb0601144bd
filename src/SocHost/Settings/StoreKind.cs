namespace SocHost.Settings;

/// <summary>Where events and incidents are kept.</summary>
public enum StoreKind
{
    /// <summary>Files below the data folder; one process.</summary>
    Embedded,

    /// <summary>A server of Elasticsearch or OpenSearch; any number of processes.</summary>
    Elasticsearch,

    /// <summary>Nothing is kept; for trying things out.</summary>
    InMemory,
}
