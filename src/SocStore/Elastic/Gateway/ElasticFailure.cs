namespace SocStore.Elastic.Gateway;

/// <summary>What a refused or lost call means for the caller.</summary>
public enum ElasticFailure
{
    /// <summary>No node answered, or the connection was lost: the fate of a write is unknown.</summary>
    Unreachable,

    /// <summary>Too much to do (429, 408, 502, 503, 504): the same call may succeed later.</summary>
    Busy,

    /// <summary>The key is missing, wrong, expired, or not allowed to do that (401, 403): an operator has to act.</summary>
    Denied,

    /// <summary>The index takes no writes for now (403 cluster_block_exception, as at the flood stage of a disk): an operator has to act.</summary>
    Blocked,

    /// <summary>There is no such index, stream or document (404).</summary>
    NotFound,

    /// <summary>Another writer was first (409).</summary>
    Conflict,

    /// <summary>The request is larger than the server takes (413).</summary>
    TooLarge,

    /// <summary>The server understood the request and will never take it (other 4xx).</summary>
    Refused,

    /// <summary>The server failed (other 5xx), or answered what is no JSON.</summary>
    Broken,
}
