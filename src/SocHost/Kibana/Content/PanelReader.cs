namespace SocHost.Kibana.Content;

/// <summary>Reads one panel.</summary>
internal sealed class PanelReader(ContentScope scope, KibanaContent content, string? dashboardView)
{
    private const int GridWidth = 48;

    private static readonly Dictionary<string, ChartKind> Charts = new()
    {
        ["bars"] = ChartKind.Bars,
        ["horizontal_bars"] = ChartKind.HorizontalBars,
        ["lines"] = ChartKind.Lines,
        ["areas"] = ChartKind.Areas,
        ["donut"] = ChartKind.Donut,
        ["table"] = ChartKind.Table,
        ["number"] = ChartKind.Number,
        ["heatmap"] = ChartKind.Heatmap,
    };

    private readonly ColumnReader _columns = new(scope);

    /// <summary>What a panel may be.</summary>
    public static IReadOnlyList<string> Words { get; } = [.. Charts.Keys, "text", "search"];

    /// <summary>The panel; null when it cannot be read.</summary>
    public PanelSource? Read(ContentReader reader)
    {
        string? id = reader.Id();
        LocalText? title = reader.Local("title");
        int width = Size(reader, "width", GridWidth / 2, GridWidth);
        int height = Size(reader, "height", 12, 40);
        string? chart = reader.Shape.Word("chart", Words, required: true);
        if (id is null || title is null || chart is null)
            return null;
        PanelSource? panel = chart switch
        {
            "text" => reader.Local("text") is { } text ? new TextPanel(id, title, width, height, text) : null,
            "search" => reader.Shape.Word("search", [.. content.Searches.Select(static s => s.Id)], required: true) is { } search
                ? new SearchPanel(id, title, width, height, search)
                : null,
            _ => Chart(reader, Charts[chart], new ChartPanel(id, title, width, height) { Chart = Charts[chart], View = "", Query = "", By = [], Values = [] }),
        };
        if (panel is not null)
            reader.Shape.Close($"A panel with chart: {chart}");
        return panel;
    }

    private ChartPanel? Chart(ContentReader reader, ChartKind kind, ChartPanel panel)
    {
        string? view = reader.Shape.Word("view", [.. content.DataViews.Select(static v => v.Id)]) ?? dashboardView;
        if (view is null || !content.TryView(view, out DataViewSource? source))
            return null;
        panel = panel with
        {
            View = view,
            Query = reader.Query("query", source.Fields),
            Over = _columns.Buckets(reader, "over", source) is [var over, ..] ? over : null,
            By = _columns.Buckets(reader, "by", source),
            Values = _columns.Measures(reader, source),
        };
        (bool over, int leastBy, int mostBy, int mostValues) takes = kind switch
        {
            ChartKind.Bars or ChartKind.HorizontalBars or ChartKind.Lines or ChartKind.Areas => (true, 0, 1, 4),
            ChartKind.Donut => (false, 1, 2, 1),
            ChartKind.Table => (false, 1, 4, 6),
            ChartKind.Heatmap => (true, 1, 1, 1),
            _ => (false, 0, 0, 1),
        };
        if (takes.over != panel.Over is not null)
            reader.Shape.Problem(reader.At("over"), takes.over ? $"'over' is missing; {kind} need a horizontal axis: time or a field." : $"{kind} has no 'over'; remove it.");
        if (panel.By.Count < takes.leastBy || panel.By.Count > takes.mostBy)
            reader.Shape.Problem(reader.At("by"), $"{kind} takes {takes.leastBy} to {takes.mostBy} under 'by', not {panel.By.Count}.");
        if (panel.Values.Count < 1 || panel.Values.Count > takes.mostValues)
            reader.Shape.Problem(reader.At("values"), $"{kind} takes 1 to {takes.mostValues} under 'values', not {panel.Values.Count}.");
        return panel;
    }

    private static int Size(ContentReader reader, string key, int usual, int most)
    {
        long size = reader.Shape.Integer(key) ?? usual;
        if (size >= 4 && size <= most)
            return (int)size;
        reader.Shape.Problem(reader.At(key), $"'{key}: {size}' does not fit; use 4 to {most}.");
        return usual;
    }
}
