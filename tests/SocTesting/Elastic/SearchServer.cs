namespace SocTesting.Elastic;

/// <summary>The two servers on which everything of the Elastic store is shown.</summary>
public enum SearchServer
{
    /// <summary>A real Elasticsearch.</summary>
    Elasticsearch,

    /// <summary>A real OpenSearch.</summary>
    OpenSearch,
}
