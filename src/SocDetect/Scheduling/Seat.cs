using SocCore.Storage;

namespace SocDetect.Scheduling;

/// <summary>
/// Whether this process is the active detector. Without a lease (a store that belongs to one process) it always is. The
/// lease is renewed long before it ends, measured from before it was asked for, so that a slow answer shortens it.
/// </summary>
internal sealed class Seat(IDetectorLease? lease, TimeProvider time)
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan RenewAfter = TimeSpan.FromSeconds(4);

    private long _asked;

    /// <summary>The name by which the store knows this process.</summary>
    public string Holder { get; } = $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.CreateVersion7(time.GetUtcNow()):N}";

    /// <summary>Whether this process has it, as of the last time it asked.</summary>
    public bool IsTaken { get; private set; } = lease is null;

    /// <summary>
    /// Whether nobody else can have it: it was asked for less than its duration ago. A process that was stopped and goes on
    /// has no right to it any more, though nobody told it so yet.
    /// </summary>
    public bool IsSure => IsTaken && (lease is null || time.GetElapsedTime(_asked) < Duration);

    /// <summary>The epoch of the lease; 0 without one.</summary>
    public long Epoch { get; private set; }

    /// <summary>Takes the seat or makes sure of it.</summary>
    public async ValueTask<bool> TryTakeAsync(CancellationToken cancel)
    {
        if (lease is null || (IsTaken && time.GetElapsedTime(_asked) < RenewAfter))
            return true;
        long asked = time.GetTimestamp();
        // Until the store answers, this process has no right to go on.
        IsTaken = false;
        if (await lease.TryHoldAsync(Holder, Duration, cancel) is not { } epoch)
            return false;
        Epoch = epoch;
        _asked = asked;
        return IsTaken = true;
    }

    /// <summary>Something speaks against it: the store is asked again before the next step.</summary>
    public void Doubt()
    {
        if (lease is not null)
            IsTaken = false;
    }

    /// <summary>Gives it back, so that the next process need not wait.</summary>
    public async ValueTask ReleaseAsync(CancellationToken cancel)
    {
        if (lease is null || !IsTaken)
            return;
        IsTaken = false;
        await lease.ReleaseAsync(Holder, cancel);
    }
}
