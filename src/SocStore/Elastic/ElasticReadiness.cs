using Microsoft.Extensions.Logging;
using SocStore.Elastic.Gateway;
using SocStore.Elastic.Setup;

namespace SocStore.Elastic;

/// <summary>Makes sure, once, that the store is set up before any part of it is used; while the server is away each use says so.</summary>
internal sealed class ElasticReadiness(ElasticGateway gateway, ILogger logger) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private volatile bool _isReady;

    /// <exception cref="ElasticException">No server answers.</exception>
    /// <exception cref="SetupException">The store is not set up, and this process may not or cannot do it.</exception>
    public ValueTask EnsureAsync(CancellationToken cancel) => _isReady ? ValueTask.CompletedTask : new ValueTask(PrepareAsync(cancel));

    public void Dispose() => _gate.Dispose();

    private async Task PrepareAsync(CancellationToken cancel)
    {
        await _gate.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            if (_isReady)
                return;
            ElasticSetup setup = new(gateway, logger);
            if (!await setup.IsDoneAsync(cancel).ConfigureAwait(false))
            {
                if (!gateway.Options.AutoSetup)
                    throw new SetupException("The store is not set up for this version and these settings. Run 'soc store setup'.");
                await setup.RunAsync(gateway.Options.Datasets, cancel).ConfigureAwait(false);
            }

            _isReady = true;
        }
        finally
        {
            _gate.Release();
        }
    }
}
