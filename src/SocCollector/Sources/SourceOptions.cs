namespace SocCollector.Sources;

/// <summary>Settings of the sources.</summary>
public sealed class SourceOptions
{
    /// <summary>Folders with source files, each <c>&lt;system&gt;/&lt;source&gt;.yml</c> below them.</summary>
    public IList<string> Folders { get; init; } = [];

    /// <summary>The file with the keys for personal identifiers; made at the first start. Null: the keys of samples, which protect nothing.</summary>
    public string? KeyFile { get; set; }

    /// <summary>Whose a sender is, where its source does not say.</summary>
    public IList<InventoryEntry> Inventory { get; init; } = [];
}
