namespace SocHost;

/// <summary>Which roles a process plays.</summary>
[Flags]
internal enum Target
{
    /// <summary>None: a command's own use of the store and the API.</summary>
    None = 0,

    /// <summary>Receives and normalizes.</summary>
    Collector = 1,

    /// <summary>Evaluates rules and raises incidents.</summary>
    Detect = 2,

    /// <summary>Serves the API and the console.</summary>
    Api = 4,

    /// <summary>All of them.</summary>
    All = Collector | Detect | Api,
}
