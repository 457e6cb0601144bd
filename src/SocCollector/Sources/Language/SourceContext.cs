namespace SocCollector.Sources.Language;

/// <summary>What compiling a source needs besides its file.</summary>
/// <param name="Keys">Keys for personal identifiers.</param>
/// <param name="IndexOf">The number of a source, kept over reloads.</param>
/// <param name="CountersOf">The counters of a source, kept over reloads.</param>
internal sealed record SourceContext(IdentityKeys Keys, Func<string, int> IndexOf, Func<string, SourceCounters> CountersOf);
