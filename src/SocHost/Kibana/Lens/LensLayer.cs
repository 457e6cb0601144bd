using System.Text.Json;
using SocHost.Kibana.Objects;

namespace SocHost.Kibana.Lens;

/// <summary>A layer of a chart: one question to one data view.</summary>
/// <param name="Id">Its id in the chart.</param>
/// <param name="InlineView">The id of its data view where the layer itself has it, as until 7.8; null when it is a reference.</param>
/// <param name="ColumnOrder">The ids of its columns in the order of the answer.</param>
/// <param name="Columns">Its columns by id.</param>
internal sealed record LensLayer(string Id, string? InlineView, IReadOnlyList<string> ColumnOrder, IReadOnlyDictionary<string, LensColumn> Columns)
{
    /// <summary>Reads a layer.</summary>
    public static LensLayer Of(string id, JsonElement layer) => new(
        id,
        layer.Text("indexPatternId"),
        [.. layer.Texts("columnOrder")],
        // JSON may say a name twice; the last one counts, as it does to Kibana.
        layer.Members("columns").GroupBy(static c => c.Name).ToDictionary(static c => c.Key, static c => LensColumn.Of(c.Key, c.Last().Value)));
}
