using SocCore.Storage;

namespace SocApi.Desk;

/// <summary>Changes of incidents in the order of commits.</summary>
/// <param name="Rows">The changes; of a share only moves between states.</param>
/// <param name="Last">The sequence to ask on from.</param>
public sealed record IncidentHistory(IReadOnlyList<ChangeRow> Rows, long Last);
