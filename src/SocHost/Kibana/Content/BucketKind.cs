namespace SocHost.Kibana.Content;

/// <summary>How documents are put into groups.</summary>
internal enum BucketKind
{
    /// <summary>By time, in steps that fit the range.</summary>
    Time,

    /// <summary>By a field's most frequent values.</summary>
    Field,

    /// <summary>By named queries.</summary>
    Filters,
}
