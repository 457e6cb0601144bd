namespace SocCollector.Sources;

/// <summary>All sources of one load; immutable, swapped whole.</summary>
internal sealed record SourceSet(IReadOnlyList<Source> Sources)
{
    /// <summary>No sources.</summary>
    public static SourceSet Empty { get; } = new([]);
}
