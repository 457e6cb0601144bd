namespace SocCore.Storage;

/// <summary>What became of a batch: every event is either stored or was stored before.</summary>
public readonly record struct AppendOutcome(int Stored, int Duplicates);
