namespace SocStore.Elastic.Setup;

/// <summary>What the setup did with one template or index.</summary>
/// <param name="Kind">component template, index template, index or data stream.</param>
/// <param name="Name">Its name.</param>
/// <param name="Outcome">created, updated, unchanged or rolled over.</param>
public sealed record SetupStep(string Kind, string Name, string Outcome);
