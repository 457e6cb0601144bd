using SocCore.Events;

namespace SocCore.Storage;

/// <summary>Foreign events that are to be evaluated, and what is committed with that.</summary>
/// <param name="Subject">The feed as the ledger names it.</param>
/// <param name="Events">The events; may be empty. The receiver disposes the batch.</param>
/// <param name="IsRepeat">Whether some of them may have been evaluated before, or came long after their time.</param>
/// <param name="State">Named documents that move with the commit.</param>
/// <param name="Ledger">What is to be listed.</param>
public sealed record ForeignEvents(
    string Subject, EventBatch Events, bool IsRepeat, IReadOnlyDictionary<string, string> State, IReadOnlyList<LedgerRow> Ledger);
