namespace SocCore.Ports;

/// <summary>What a replay of dead letters did.</summary>
public readonly record struct ReplayOutcome(int Tried, int Stored, int StillDead);
