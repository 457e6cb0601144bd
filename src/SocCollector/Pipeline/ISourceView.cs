using SocCollector.Sources;

namespace SocCollector.Pipeline;

/// <summary>The sources as delivery needs them: who reads, and what the readers are called. Swapped whole when files change.</summary>
internal interface ISourceView
{
    /// <summary>A normalizer over the present set, for one thread; the same one until the set is swapped.</summary>
    INormalizer CreateNormalizer();

    /// <summary>The set that a normalizer made now would use; another object after a swap.</summary>
    object Version { get; }

    /// <summary>The id of a source of the present set; null for −1.</summary>
    string? IdOf(int sourceIndex);
}
