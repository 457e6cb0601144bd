namespace SocHost.Kibana.Asking;

/// <summary>Where a column's value stands in an answer.</summary>
internal enum ColumnKind
{
    /// <summary>The key of a bucket.</summary>
    Group,

    /// <summary>The number of documents.</summary>
    Count,

    /// <summary>A computed number.</summary>
    Number,

    /// <summary>A percentile.</summary>
    Percentile,

    /// <summary>A field of the newest document.</summary>
    Newest,

    /// <summary>A field of a listed document.</summary>
    Field,
}
