namespace SocHost.Kibana.Content;

/// <summary>What can be measured.</summary>
internal enum MeasureKind
{
    /// <summary>Number of documents.</summary>
    Count,

    /// <summary>Number of different values.</summary>
    Unique,

    Sum,

    Average,

    Median,

    Min,

    Max,

    /// <summary>The newest document's value.</summary>
    Last,
}
