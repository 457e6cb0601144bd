namespace SocCollector.Sources;

/// <summary>Whether the content of a source's records stands behind a syslog header.</summary>
internal enum EnvelopeKind
{
    /// <summary>Where a syslog listener brought the record, or it begins with a priority.</summary>
    Auto,

    /// <summary>Whatever brought the record.</summary>
    Syslog,

    /// <summary>Never: the record is the content.</summary>
    None,
}
