using Microsoft.Extensions.Logging;
using SocCore.Ports;
using SocCore.Storage;
using SocStore.Elastic.Cases;
using SocStore.Elastic.Events;
using SocStore.Elastic.Foreign;
using SocStore.Elastic.Gateway;
using SocStore.Elastic.Logs;
using SocStore.Elastic.Reports;
using SocStore.Elastic.Setup;
using SocStore.Elastic.State;

namespace SocStore.Elastic;

/// <summary>
/// The store on Elasticsearch or OpenSearch: events in data streams, everything else in indices of its own. Making one asks
/// nothing of the server; the first use does, and sets the store up where the settings allow it.
/// </summary>
public sealed class ElasticStore : IDisposable
{
    private readonly ElasticGateway _setup;
    private readonly ElasticReadiness _ready;
    private readonly ElasticGateway _gateway;
    private readonly ElasticEventStore _events;
    private readonly ElasticCaseStore _cases;
    private readonly ILogger _logger;
    private bool _isDisposed;

    /// <exception cref="ArgumentException">A setting is wrong; the message names everything.</exception>
    public ElasticStore(ElasticOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        _logger = loggers.CreateLogger<ElasticStore>();
        _setup = new ElasticGateway(options, time, loggers);
        _ready = new ElasticReadiness(_setup, _logger);
        _gateway = new ElasticGateway(options, time, loggers, prepare: _ready.EnsureAsync);
        _events = new ElasticEventStore(_gateway, time, _logger);
        _cases = new ElasticCaseStore(_gateway, time, loggers);
        State = new ElasticStateStore(_gateway);
        Lease = new ElasticDetectorLease(_gateway, time);
        Logs = new ElasticLogArchive(_gateway);
        Reports = new ElasticReportShelf(_gateway, time);
        Foreign = new ElasticForeignEvents(_gateway, time, _logger);
    }

    /// <summary>The events.</summary>
    public IEventStore Events => _events;

    /// <summary>Cases, detections, match rows, ledger, cursors.</summary>
    public ICaseStore Cases => _cases;

    /// <summary>Dead letters and named documents.</summary>
    public IStateStore State { get; }

    /// <summary>Which of several detectors is the active one.</summary>
    public IDetectorLease Lease { get; }

    /// <summary>The service's own log.</summary>
    public ILogArchive Logs { get; }

    /// <summary>Reports that were made.</summary>
    public IReportShelf Reports { get; }

    /// <summary>What others write into the same server.</summary>
    public IForeignEvents Foreign { get; }

    /// <summary>Events that were published and are not to be seen.</summary>
    public IMissingEvents Missing => _events;

    /// <summary>Sets up what differs, for <c>soc store setup</c>.</summary>
    /// <param name="datasets">Datasets that are expected, for the shard plan.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <exception cref="SetupException">It cannot be done as asked.</exception>
    /// <exception cref="ElasticException">No server answers, or it refuses.</exception>
    public Task<SetupReport> SetUpAsync(int datasets, CancellationToken cancel) => new ElasticSetup(_setup, _logger).RunAsync(datasets, cancel);

    /// <summary>Makes the pipeline that gives foreign documents their time of ingest, for <c>soc store setup --foreign</c>.</summary>
    /// <param name="apply">Whether existing indices without a final pipeline get it.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <exception cref="SetupException">It cannot be done as asked.</exception>
    /// <exception cref="ElasticException">No server answers, or it refuses.</exception>
    public Task<ForeignSetupReport> SetUpForeignAsync(bool apply, CancellationToken cancel) => new ForeignSetup(_setup, _setup.Options.Foreign).RunAsync(apply, cancel);

    /// <summary>How the store is, for <c>soc store status</c>.</summary>
    /// <exception cref="ElasticException">No server answers, or it refuses.</exception>
    public Task<StoreStatus> GetStatusAsync(CancellationToken cancel) => new StatusReading(_setup, _logger).ReadAsync(cancel);

    /// <summary>Deletes everything below the names of the settings, events too: for demos, which begin anew.</summary>
    /// <exception cref="ElasticException">No server answers, or it refuses.</exception>
    public async Task EraseAsync(CancellationToken cancel)
    {
        ElasticOptions options = _setup.Options;
        (await _setup.SendAsync(ElasticRequest.Delete($"_data_stream/logs-*-{options.Namespace}").Expecting(404), cancel).ConfigureAwait(false)).Dispose();
        foreach (IndexDefinition index in StoreIndices.All)
            (await _setup.SendAsync(ElasticRequest.Delete(index.In(options)).Expecting(404), cancel).ConfigureAwait(false)).Dispose();
        (await _setup.SendAsync(ElasticRequest.Delete($"_index_template/{options.IndexPrefix}events").Expecting(404), cancel).ConfigureAwait(false)).Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // A container may hold it by several names.
        if (Interlocked.Exchange(ref _isDisposed, true))
            return;
        _events.Dispose();
        _cases.Dispose();
        _gateway.Dispose();
        _ready.Dispose();
        _setup.Dispose();
    }
}
