namespace SocStore.Elastic.Events;

/// <summary>What a stored document has to look at in the values of a field.</summary>
internal enum EventFit : byte
{
    /// <summary>Nobody declared it: a term of the shared field.</summary>
    Undeclared = 1,

    /// <summary>The same, and the document must not have it where it stands: the mapping has something else at that name.</summary>
    Displaced,

    /// <summary>Exact text.</summary>
    Keyword,

    /// <summary>Prose.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Long,

    /// <summary>A number.</summary>
    Double,

    /// <summary>true or false.</summary>
    Boolean,

    /// <summary>An instant.</summary>
    Date,

    /// <summary>An IP address.</summary>
    Address,

    /// <summary>A place; only the matcher looks at it.</summary>
    Geo,

    /// <summary>Text that is kept and not indexed; only the matcher looks at it.</summary>
    Unindexed,

    /// <summary>The event's time: a data stream wants exactly one.</summary>
    Timestamp,

    /// <summary>The data stream's dataset: one value for all of its documents.</summary>
    Dataset,

    /// <summary>The spool, which the document states itself.</summary>
    Spool,

    /// <summary>The sequence, which the document states itself.</summary>
    Sequence,
}
