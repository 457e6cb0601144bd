using SocCore.Events;

namespace SocCore.Storage;

/// <summary>Rule × event: the journal of the windows that live in memory, read at start and for late events.</summary>
/// <param name="RuleId">The rule on single events.</param>
/// <param name="LogicHash">Its logic.</param>
/// <param name="EventId">The event.</param>
/// <param name="Timestamp">Event time, UTC ticks.</param>
/// <param name="Spool">The event's spool.</param>
/// <param name="Sequence">The event's sequence.</param>
/// <param name="Agency">Whose event it is.</param>
/// <param name="System">The city system.</param>
/// <param name="Dataset">The dataset.</param>
/// <param name="Source">The source it came by: with the agency, the key of its watermark.</param>
/// <param name="Values">Field → values, of the fields that correlations ask for.</param>
public sealed record MatchRow(
    string RuleId,
    string LogicHash,
    EventId EventId,
    long Timestamp,
    short Spool,
    long Sequence,
    string Agency,
    string? System,
    string? Dataset,
    string Source,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Values);
