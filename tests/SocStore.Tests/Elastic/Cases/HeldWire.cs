namespace SocStore.Tests.Elastic.Cases;

/// <summary>A wire to the server of a process that is stopped in the middle of its bulks and goes on later.</summary>
internal sealed class HeldWire : DelegatingHandler
{
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _holds;

    /// <summary>Ends when a bulk waits.</summary>
    public Task Held => _held.Task;

    /// <summary>From now on bulks wait.</summary>
    public void HoldBulks() => _holds = true;

    /// <summary>Lets go what waits.</summary>
    public void Release()
    {
        _holds = false;
        _released.SetResult();
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (_holds && request.RequestUri!.AbsolutePath.EndsWith("_bulk", StringComparison.Ordinal))
        {
            _held.TrySetResult();
            await _released.Task.WaitAsync(cancellationToken);
        }

        return await base.SendAsync(request, cancellationToken);
    }
}
