namespace SocApi.Desk;

/// <summary>What a replay of dead letters did.</summary>
public sealed record ReplayResult(int Tried, int Stored, int StillDead);
