namespace SocHost.Kibana.Objects;

/// <summary>Types of saved objects, as Kibana names them.</summary>
internal static class ObjectTypes
{
    /// <summary>A data view.</summary>
    public const string IndexPattern = "index-pattern";

    /// <summary>A tag.</summary>
    public const string Tag = "tag";

    /// <summary>A saved search.</summary>
    public const string Search = "search";

    /// <summary>A Lens chart of its own.</summary>
    public const string Lens = "lens";

    /// <summary>A dashboard.</summary>
    public const string Dashboard = "dashboard";

    /// <summary>A classic visualization.</summary>
    public const string Visualization = "visualization";

    /// <summary>A map.</summary>
    public const string Map = "map";
}
