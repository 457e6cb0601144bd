namespace SocStore.Elastic.Events;

/// <summary>What an item of a bulk answer says about its event.</summary>
internal enum ItemFate : byte
{
    /// <summary>Not answered yet.</summary>
    Open,

    /// <summary>It is in the stream now.</summary>
    Stored,

    /// <summary>Its id is in the stream's present index already (409).</summary>
    Existing,

    /// <summary>The server had too much to do; this one is sent again.</summary>
    Busy,

    /// <summary>The stream will never take it.</summary>
    Refused,

    /// <summary>The store is in trouble: nothing is to be given up.</summary>
    Outage,
}
