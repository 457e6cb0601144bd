using System.Text.Json.Nodes;

namespace SocHost.Kibana.Asking;

/// <summary>What a panel asks: a search that gives the rows that Kibana would draw.</summary>
internal sealed record PanelQuestion
{
    /// <summary>The dashboard's id.</summary>
    public required string Dashboard { get; init; }

    /// <summary>The panel's name in it.</summary>
    public required string Panel { get; init; }

    /// <summary>The panel's title.</summary>
    public required string Title { get; init; }

    /// <summary>The index pattern that is asked.</summary>
    public required string Index { get; init; }

    /// <summary>The body of the search.</summary>
    public required JsonObject Body { get; init; }

    /// <summary>The columns of the answer; of a saved search its fields.</summary>
    public required IReadOnlyList<AskedColumn> Columns { get; init; }

    /// <summary>The columns that group, outermost first.</summary>
    public IEnumerable<AskedColumn> Groups => Columns.Where(static c => c.Kind == ColumnKind.Group);
}
