namespace SocDetect.Scheduling;

/// <summary>Lets callers in one after the other, in the order in which they came; holds nothing that would have to be disposed.</summary>
internal sealed class Turns
{
    private Task _last = Task.CompletedTask;

    /// <summary>Runs the work when everybody who came before is done.</summary>
    public async Task<T> TakeAsync<T>(Func<Task<T>> work, CancellationToken cancel)
    {
        TaskCompletionSource mine = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task before = Interlocked.Exchange(ref _last, mine.Task);
        try
        {
            await before.WaitAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            // Whoever comes next still waits for the one before.
            _ = before.ContinueWith(_ => mine.SetResult(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            throw;
        }

        try
        {
            return await work();
        }
        finally
        {
            mine.SetResult();
        }
    }
}
