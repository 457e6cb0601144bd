using SocCore.Events;
using SocCore.Storage;

namespace SocStore.Embedded.Events;

/// <summary>A batch on its way to the writer's thread, which it holds until it is done.</summary>
internal sealed class AppendJob(EventBatch batch, SpoolPosition delivered, bool mayRepeat)
{
    private readonly TaskCompletionSource<AppendOutcome> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The whole batch, as it was handed over.</summary>
    public EventBatch Batch { get; } = batch.Retain();

    public SpoolPosition Delivered { get; } = delivered;

    public bool MayRepeat { get; } = mayRepeat;

    /// <summary>What is to be stored: the batch, or what of it is new.</summary>
    public EventBatch New { get; set; } = batch;

    public Task<AppendOutcome> Done => _done.Task;

    public void Succeed()
    {
        AppendOutcome outcome = new(New.Count, Batch.Count - New.Count);
        Free();
        _done.SetResult(outcome);
    }

    public void Fail(Exception reason)
    {
        Free();
        _done.SetException(reason);
    }

    private void Free()
    {
        if (!ReferenceEquals(New, Batch))
            New.Dispose();
        Batch.Dispose();
    }
}
