namespace SocHost.Kibana.Content;

/// <summary>The charts that content is written with; each is one of Lens.</summary>
internal enum ChartKind
{
    /// <summary>Upright bars, stacked.</summary>
    Bars,

    /// <summary>Lying bars, stacked.</summary>
    HorizontalBars,

    /// <summary>Lines.</summary>
    Lines,

    /// <summary>Areas, stacked.</summary>
    Areas,

    /// <summary>A ring of shares.</summary>
    Donut,

    /// <summary>Rows and columns.</summary>
    Table,

    /// <summary>One large number.</summary>
    Number,

    /// <summary>Colored cells.</summary>
    Heatmap,
}
