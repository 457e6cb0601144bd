namespace SocCore.Storage;

/// <summary>
/// Who of several detectors on one store is the active one. A lease is comfort, not safety: a holder that was deposed
/// without noticing fails at its next <see cref="ICaseStore.CommitAsync"/>, because the cursors carry the epoch. Only a
/// store that several processes share has one.
/// </summary>
public interface IDetectorLease
{
    /// <summary>
    /// Takes the lease, or renews it when that holder has it. Null while another holder has it. The epoch grows each time
    /// that the holder changes, and whenever a holder let it run out before it came back.
    /// </summary>
    /// <param name="holder">A name of the process that no other one has.</param>
    /// <param name="duration">How long it lasts when it is not renewed.</param>
    /// <param name="cancel">Ends the wait.</param>
    ValueTask<long?> TryHoldAsync(string holder, TimeSpan duration, CancellationToken cancel);

    /// <summary>Gives the lease back, if that holder has it, so that the next one need not wait for its end.</summary>
    ValueTask ReleaseAsync(string holder, CancellationToken cancel);
}
