using SocCore.Events;

namespace SocCore.Storage;

/// <summary>
/// One detector's way through the foreign events. What it gives counts as evaluated from then on: whoever cannot commit a
/// batch lets the whole reading go and opens another one, which begins at the last commit. For one caller at a time.
/// </summary>
public interface IForeignReading : IAsyncDisposable
{
    /// <summary>The next events that were not evaluated; null when there are none now. Trouble of a feed is a row of the ledger, never an exception.</summary>
    ValueTask<ForeignEvents?> NextAsync(CancellationToken cancel);

    /// <summary>Keeps where the events of the last batch lie, so that they are found by id as evidence; before what cites them is committed.</summary>
    /// <param name="ids">Some of the batch's ids.</param>
    /// <param name="cancel">Ends the wait.</param>
    ValueTask KeepAsync(IReadOnlyCollection<EventId> ids, CancellationToken cancel);
}
