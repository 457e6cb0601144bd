using Microsoft.Extensions.Logging;
using SocCore.Storage;
using SocStore.Elastic.Events;
using SocStore.Elastic.Gateway;
using SocStore.Elastic.Setup;

namespace SocStore.Elastic;

/// <summary>
/// The store on Elasticsearch or OpenSearch: events in data streams, everything else in indices of its own. Making one asks
/// nothing of the server; the first use does, and sets the store up where the settings allow it.
/// </summary>
public sealed class ElasticStore : IDisposable
{
    private readonly ElasticGateway _gateway;
    private readonly ElasticReadiness _ready;
    private readonly ElasticEventStore _events;
    private readonly ILogger _logger;
    private bool _isDisposed;

    /// <exception cref="ArgumentException">A setting is wrong; the message names everything.</exception>
    public ElasticStore(ElasticOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        _logger = loggers.CreateLogger<ElasticStore>();
        _gateway = new ElasticGateway(options, time, loggers);
        _ready = new ElasticReadiness(_gateway, _logger);
        _events = new ElasticEventStore(_ready, _gateway, time, _logger);
    }

    /// <summary>The events.</summary>
    public IEventStore Events => _events;

    /// <summary>Sets up what differs, for <c>soc store setup</c>.</summary>
    /// <param name="datasets">Datasets that are expected, for the shard plan.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <exception cref="SetupException">It cannot be done as asked.</exception>
    /// <exception cref="ElasticException">No server answers, or it refuses.</exception>
    public Task<SetupReport> SetUpAsync(int datasets, CancellationToken cancel) => new ElasticSetup(_gateway, _logger).RunAsync(datasets, cancel);

    /// <summary>How the store is, for <c>soc store status</c>.</summary>
    /// <exception cref="ElasticException">No server answers, or it refuses.</exception>
    public Task<StoreStatus> GetStatusAsync(CancellationToken cancel) => new StatusReading(_gateway, _logger).ReadAsync(cancel);

    /// <inheritdoc/>
    public void Dispose()
    {
        // A container may hold it by several names.
        if (Interlocked.Exchange(ref _isDisposed, true))
            return;
        _events.Dispose();
        _ready.Dispose();
        _gateway.Dispose();
    }
}
