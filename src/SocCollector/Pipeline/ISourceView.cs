using SocCollector.Sources;

namespace SocCollector.Pipeline;

/// <summary>The sources as delivery needs them: who reads, and what the readers are called.</summary>
internal interface ISourceView
{
    /// <summary>A normalizer for one thread; it follows reloads by itself.</summary>
    INormalizer CreateNormalizer();

    /// <summary>The id of a source by the index that a normalizer gives; null for −1.</summary>
    string? IdOf(int sourceIndex);
}
