using SocCore.Incidents;

namespace SocDetect.Raising;

/// <summary>What a scan does to incidents.</summary>
/// <param name="Entries">Incidents to be saved, each once.</param>
/// <param name="Lagging">Incidents that wait to be brought up to date once this is committed, and until when.</param>
/// <param name="Settles">Whether some waited until now: then there is something to commit even if they were right already.</param>
internal sealed record RaiseDecision(IReadOnlyList<BookEntry> Entries, IReadOnlyDictionary<Guid, DateTimeOffset> Lagging, bool Settles);
