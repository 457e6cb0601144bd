using SocCore.Events;

namespace SocCore.Ports;

/// <summary>What a replay of dead letters did.</summary>
/// <param name="Tried">Letters that were read again.</param>
/// <param name="Stored">Those that are stored now.</param>
/// <param name="StillDead">Those that are not.</param>
/// <param name="Last">The last one that was tried; null when there was none.</param>
public readonly record struct ReplayOutcome(int Tried, int Stored, int StillDead, EventId? Last);
