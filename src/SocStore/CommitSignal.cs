namespace SocStore;

/// <summary>Wakes those who wait for a commit. A waiter takes the present turn first, then looks, then waits: no commit slips between.</summary>
internal sealed class CommitSignal(TimeProvider time)
{
    private TaskCompletionSource _turn = New();

    public Task Turn => Volatile.Read(ref _turn).Task;

    public void Raise() => Interlocked.Exchange(ref _turn, New()).SetResult();

    /// <summary>Waits until the test holds, at most so long.</summary>
    public async ValueTask<bool> WaitAsync(Func<bool> holds, TimeSpan atMost, CancellationToken cancel)
    {
        long start = time.GetTimestamp();
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            Task turn = Turn;
            if (holds())
                return true;
            TimeSpan left = atMost - time.GetElapsedTime(start);
            if (left <= TimeSpan.Zero)
                return false;
            try
            {
                await turn.WaitAsync(left, time, cancel).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                return holds();
            }
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
