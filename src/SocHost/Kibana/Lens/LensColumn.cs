using System.Text.Json;
using SocHost.Kibana.Objects;

namespace SocHost.Kibana.Lens;

/// <summary>A column of a layer: a grouping or a measure.</summary>
/// <param name="Id">Its id in the layer.</param>
/// <param name="Operation">terms, date_histogram, count, sum ….</param>
/// <param name="Field">The field; null where the operation needs none.</param>
/// <param name="IsBucketed">Whether it groups.</param>
/// <param name="Filter">Only of documents that meet it.</param>
/// <param name="Column">All of it.</param>
internal sealed record LensColumn(string Id, string Operation, string? Field, bool IsBucketed, KueryText Filter, JsonElement Column)
{
    /// <summary>What documents are counted by; it was called Records until 7.17.</summary>
    private static readonly string[] Records = ["___records___", "Records"];

    /// <summary>What the operation was told beside the field.</summary>
    public JsonElement? Params => Column.Member("params");

    /// <summary>Whether it counts documents and names no field.</summary>
    public bool CountsRecords => Field is null || Records.Contains(Field);

    /// <summary>Reads a column.</summary>
    public static LensColumn Of(string id, JsonElement column) => new(
        id, column.Text("operationType") ?? "", column.Text("sourceField"), column.Flag("isBucketed"), KueryText.Of(column.Member("filter")), column);
}
