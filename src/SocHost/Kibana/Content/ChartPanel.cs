namespace SocHost.Kibana.Content;

/// <summary>A question to a data view and how its answer is drawn.</summary>
internal sealed record ChartPanel(string Id, LocalText Title, int Width, int Height) : PanelSource(Id, Title, Width, Height)
{
    public required ChartKind Chart { get; init; }

    /// <summary>The data view's id.</summary>
    public required string View { get; init; }

    /// <summary>KQL; empty for all documents.</summary>
    public required string Query { get; init; }

    /// <summary>The horizontal axis; null where a chart has none.</summary>
    public BucketSource? Over { get; init; }

    /// <summary>How it is split: series, slices, rows.</summary>
    public required IReadOnlyList<BucketSource> By { get; init; }

    /// <summary>What is measured.</summary>
    public required IReadOnlyList<MeasureSource> Values { get; init; }
}
