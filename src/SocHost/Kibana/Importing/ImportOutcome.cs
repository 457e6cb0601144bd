namespace SocHost.Kibana.Importing;

/// <summary>What became of an import.</summary>
/// <param name="Imported">Objects that Kibana has now.</param>
/// <param name="Refusals">Objects that it did not take.</param>
internal sealed record ImportOutcome(int Imported, IReadOnlyList<ImportRefusal> Refusals);
