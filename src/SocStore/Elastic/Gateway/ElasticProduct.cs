namespace SocStore.Elastic.Gateway;

/// <summary>Which server it is.</summary>
internal enum ElasticProduct
{
    /// <summary>Elasticsearch.</summary>
    Elasticsearch,

    /// <summary>OpenSearch.</summary>
    OpenSearch,
}
