namespace SocHost.Kibana.Content;

/// <summary>A dashboard as it is written in its file.</summary>
internal sealed record DashboardSource
{
    /// <summary>Its name in ids and file names.</summary>
    public required string Id { get; init; }

    /// <summary>Its place among the links to all dashboards.</summary>
    public required long Order { get; init; }

    public required LocalText Title { get; init; }

    public required LocalText Description { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>KQL that holds for all panels; empty for none.</summary>
    public string Query { get; init; } = "";

    /// <summary>The time range that it opens with ends now and begins here.</summary>
    public string From { get; init; } = "now-24h";

    public IReadOnlyList<ControlSource> Controls { get; init; } = [];

    public required IReadOnlyList<PanelSource> Panels { get; init; }
}
