namespace SocStore.Elastic.Events;

/// <summary>
/// How many bulk requests run at once: one more after every hundred good ones, half as many as soon as the server says that
/// it has too much to do.
/// </summary>
internal sealed class BulkGate(int most)
{
    private const int GoodForMore = 100;

    private readonly Lock _gate = new();
    private readonly Queue<TaskCompletionSource> _waiting = [];
    private int _limit = Math.Min(2, most);
    private int _running;
    private int _good;

    /// <summary>How many may run now.</summary>
    public int Limit
    {
        get
        {
            lock (_gate)
                return _limit;
        }
    }

    /// <summary>
    /// How many events each request of a batch takes: all alike, and as many requests as run at once or a multiple of it, so
    /// that none is left to run alone at the end.
    /// </summary>
    /// <param name="events">Events of the batch.</param>
    /// <param name="most">The most events of a request.</param>
    public int Share(int events, int most)
    {
        int requests = Math.Max(1, (events + most - 1) / most);
        int limit = Limit;
        if (requests > limit)
            requests = (requests + limit - 1) / limit * limit;
        return (events + requests - 1) / requests;
    }

    /// <summary>Waits for a place.</summary>
    public Task EnterAsync(CancellationToken cancel)
    {
        lock (_gate)
        {
            if (_running < _limit)
            {
                _running++;
                return Task.CompletedTask;
            }

            TaskCompletionSource turn = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(turn);
            return WaitAsync(turn, cancel);
        }
    }

    /// <summary>Gives the place back.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            _running--;
            Admit();
        }
    }

    /// <summary>The server took a request.</summary>
    public void Good()
    {
        lock (_gate)
        {
            if (++_good < GoodForMore)
                return;
            _good = 0;
            _limit = Math.Min(most, _limit + 1);
            Admit();
        }
    }

    /// <summary>The server had too much to do.</summary>
    public void Busy()
    {
        lock (_gate)
        {
            _good = 0;
            _limit = Math.Max(1, _limit / 2);
        }
    }

    private void Admit()
    {
        while (_running < _limit && _waiting.TryDequeue(out TaskCompletionSource? turn))
        {
            if (turn.TrySetResult())
                _running++;
        }
    }

    private static async Task WaitAsync(TaskCompletionSource turn, CancellationToken cancel)
    {
        using (cancel.Register(() => turn.TrySetCanceled(cancel)))
            await turn.Task.ConfigureAwait(false);
    }
}
