using SocCore.Events;
using SocCore.Storage;

namespace SocDetect.Scheduling;

/// <summary>
/// Looks for events of others beside the scan: a look takes as long as the server needs that has them, and own events do not
/// wait for it. One look at a time; a batch is taken once.
/// </summary>
internal sealed class ForeignLook : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    private readonly IForeignReading _reading;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private Task<ForeignEvents?>? _looking;

    private ForeignLook(IForeignReading reading, TimeProvider time) => (_reading, _time) = (reading, time);

    /// <summary>Begins where the last commit ended.</summary>
    public static async ValueTask<ForeignLook> OpenAsync(IForeignEvents foreign, ICaseStore cases, TimeProvider time, CancellationToken cancel) =>
        new(await foreign.OpenAsync(cases.GetStateAsync, cancel), time);

    /// <summary>The next events; null when there are none, or none yet.</summary>
    /// <param name="isIdle">Whether nothing else is to be done: then a look is waited for a moment.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async ValueTask<ForeignEvents?> TakeAsync(bool isIdle, CancellationToken cancel)
    {
        _looking ??= _reading.NextAsync(_stop.Token).AsTask();
        if (isIdle && !_looking.IsCompleted)
            await Task.WhenAny(_looking, Task.Delay(Patience, _time, cancel));
        cancel.ThrowIfCancellationRequested();
        if (!_looking.IsCompleted)
            return null;
        Task<ForeignEvents?> looked = _looking;
        _looking = null;
        return await looked;
    }

    /// <summary>Keeps where events of the last batch lie.</summary>
    public ValueTask KeepAsync(IReadOnlyCollection<EventId> ids, CancellationToken cancel) => _reading.KeepAsync(ids, cancel);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_looking is { } looking)
        {
            await ((Task)looking).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (looking.IsCompletedSuccessfully && await looking is { } found)
                found.Events.Dispose();
        }

        await _reading.DisposeAsync();
        _stop.Dispose();
    }
}
