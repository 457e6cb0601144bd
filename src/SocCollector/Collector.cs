using System.Net;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SocCollector.Listeners;
using SocCollector.Pipeline;
using SocCollector.Sources;
using SocCollector.Spool;
using SocCore.Ports;
using SocCore.Storage;

namespace SocCollector;

/// <summary>
/// The collector's role in a process: wires, spool, delivery. Started when the store answers; stopped in reverse, so that
/// what was received is in the spool and, while the host's patience lasts, in the store.
/// </summary>
public sealed partial class Collector : IHostedService, IAsyncDisposable
{
    private const string SilenceDocumentName = "collector/silence/";
    private const long MostBehind = 10_000;
    private static readonly TimeSpan CareEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookForOldEvery = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LongestSegmentLife = TimeSpan.FromHours(12);
    private static readonly TimeSpan SaveSilenceEvery = TimeSpan.FromSeconds(30);

    private readonly CollectorOptions _options;
    private readonly SourceCatalog _catalog;
    private readonly IEventStore? _events;
    private readonly IStateStore? _state;
    private readonly ICheckpointedPositions? _checkpoints;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _logger;
    private readonly List<IListener> _listeners = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly DropWatch _drops;
    private LogSpool? _spool;
    private NdjsonTarget? _file;
    private CollectorPipeline? _pipeline;
    private Task _caring = Task.CompletedTask;
    private long _silenceSaved;
    private long _agedOut;
    private int _disposed;

    /// <summary>Makes a collector that delivers into the stores, or, where the settings name an output, into that.</summary>
    /// <exception cref="InvalidOperationException">The settings are not usable; the message lists everything.</exception>
    public Collector(CollectorOptions options, SourceCatalog catalog, IEventStore? events, IStateStore? state, ICheckpointedPositions? checkpoints, TimeProvider time, ILoggerFactory loggers)
    {
        IReadOnlyList<string> problems = options.Check();
        if (problems.Count > 0)
            throw new InvalidOperationException(string.Join(Environment.NewLine, problems));
        if (options.To is null && (events is null || state is null))
            throw new InvalidOperationException("The collector has no store to deliver to. Register an event store and a state store, or set Collector:To.");
        _options = options;
        _catalog = catalog;
        _events = events;
        _state = state;
        _checkpoints = checkpoints;
        _time = time;
        _loggers = loggers;
        _logger = loggers.CreateLogger<Collector>();
        Silence = new SilenceWatch(() => catalog.Sources, time);
        _drops = new DropWatch(time);
    }

    /// <summary>How it is now.</summary>
    public CollectorStatus Status => new(
        _spool?.State.ToString() ?? "NotStarted",
        _spool?.Trouble,
        _pipeline?.Trouble,
        _pipeline?.Accounting ?? default,
        _spool?.OccupiedBytes ?? 0,
        [.. _listeners.Select(static l => new ListenerStatus(l.Id, l.Kind, l.EndPoint, l.Counts))]);

    internal UnclaimedSenders Unclaimed { get; } = new();

    internal SourceActivity Activity { get; } = new();

    internal SilenceWatch Silence { get; }

    internal LogSpool? Spool => _spool;

    /// <summary>Where a listener listens, with the port that it got; null for an unknown one and for files.</summary>
    public IPEndPoint? EndPointOf(string listenerId) => _listeners.Find(l => l.Id == listenerId)?.EndPoint;

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _spool = LogSpool.Open(_options.Spool, _loggers.CreateLogger<LogSpool>());
        IDeliveryTarget target = _options.To is { } to ? _file = new NdjsonTarget(to, _options.Spool.Folder) : new StoreTarget(_events!, _state!, _checkpoints);
        // Before delivery: file positions that are behind the spool are brought up to date from segments that it may delete.
        foreach (ListenerOptions listener in _options.Listeners)
            _listeners.Add(Make(listener, _spool));
        await RestoreSilenceAsync(cancellationToken).ConfigureAwait(false);
        _pipeline = new CollectorPipeline(_spool, target, _catalog, Activity, Unclaimed, Silence, _options.Delivery, _time, _loggers.CreateLogger<CollectorPipeline>());
        await _pipeline.StartAsync(cancellationToken).ConfigureAwait(false);
        _spool.Start();
        foreach (IListener listener in _listeners)
            listener.Start();
        _caring = Task.Run(CareAsync, CancellationToken.None);
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_stop.IsCancellationRequested)
            return;
        await _stop.CancelAsync().ConfigureAwait(false);
        await _caring.ConfigureAwait(false);
        await Task.WhenAll(_listeners.Select(static l => l.StopAsync())).ConfigureAwait(false);
        if (_spool is not null && _pipeline is not null)
        {
            await FlushAsync(cancellationToken).ConfigureAwait(false);
            await _pipeline.StopAsync(cancellationToken).ConfigureAwait(false);
        }

        try
        {
            await SaveSilenceAsync(cancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // A store that is away must not keep the program from ending.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.CareFailed(_logger, e);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // The container knows it twice, as itself and as a hosted service.
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        await StopAsync(CancellationToken.None).ConfigureAwait(false);
        foreach (IListener listener in _listeners)
            await listener.DisposeAsync().ConfigureAwait(false);
        _listeners.Clear();
        if (_pipeline is not null)
            await _pipeline.DisposeAsync().ConfigureAwait(false);
        _spool?.Dispose();
        _file?.Dispose();
        _stop.Dispose();
    }

    internal ValueTask<ReplayOutcome> ReplayAsync(DeadLetterQuery query, AgencyScope scope, CancellationToken cancel)
    {
        if (_state is null || _spool is null || _pipeline is null)
            throw new InvalidOperationException("Dead letters can be replayed only by a running collector that delivers into a store.");
        return new DeadLetterReplay(_spool, _pipeline, _state).RunAsync(query, scope, cancel);
    }

    private IListener Make(ListenerOptions options, LogSpool spool) => options.Kind switch
    {
        ListenerKind.Udp => new SyslogUdpListener(options, spool, _time, _loggers.CreateLogger<SyslogUdpListener>()),
        ListenerKind.Tcp => new SyslogTcpListener(options, spool, _time, _loggers.CreateLogger<SyslogTcpListener>()),
        ListenerKind.Relp => new RelpListener(options, spool, _time, _loggers.CreateLogger<RelpListener>()),
        ListenerKind.File => new FileTailListener(options, spool, _time, _loggers.CreateLogger<FileTailListener>()),
        _ => throw new ArgumentOutOfRangeException(nameof(options), options.Kind, "There is no listener of that kind."),
    };

    /// <summary>A spool that cannot write must not keep the program from ending.</summary>
    private async Task FlushAsync(CancellationToken cancel)
    {
        try
        {
            await _spool!.FlushAsync(cancel).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            Log.NotFlushed(_logger, e);
        }
    }

    /// <summary>Once a second: source files that changed, and who has fallen silent.</summary>
    private async Task CareAsync()
    {
        using PeriodicTimer timer = new(CareEvery, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token).ConfigureAwait(false))
                await CareOnceAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    private async Task CareOnceAsync()
    {
        try
        {
            _catalog.ReloadIfChanged();
            await AgeOutAsync().ConfigureAwait(false);
            // What waits in the spool has been seen, but not yet noted.
            if (_pipeline!.Accounting.Spooled > MostBehind)
                return;
            IReadOnlyList<byte[]> documents = [.. Silence.Check(), .. _drops.Check(Status.Listeners)];
            if (documents.Count > 0)
                await SpoolAsync(documents).ConfigureAwait(false);
            if (documents.Count > 0 || _time.GetElapsedTime(_silenceSaved) > SaveSilenceEvery)
                await SaveSilenceAsync(_stop.Token).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // A look at the sources that fails must not end the looking.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            Log.CareFailed(_logger, e);
        }
    }

    /// <summary>Where little comes, a segment is ended by its age, and goes when the store has it for good.</summary>
    private async Task AgeOutAsync()
    {
        if (_time.GetElapsedTime(_agedOut) < LookForOldEvery)
            return;
        _agedOut = _time.GetTimestamp();
        await _spool!.EndSegmentAsync(LongestSegmentLife, _stop.Token).ConfigureAwait(false);
        await _pipeline!.ReleaseAsync(_stop.Token).ConfigureAwait(false);
    }

    private async Task SpoolAsync(IReadOnlyList<byte[]> documents)
    {
        SpoolBatch batch = _spool!.Rent();
        RecordOrigin origin = new(_spool.Listeners.IndexOf("collector", "soc"), []);
        foreach (byte[] document in documents)
            batch.Add(document, origin, _time.GetUtcNow().UtcTicks, RecordKind.Document);
        await _spool.HandOverAsync(batch, _stop.Token).ConfigureAwait(false);
    }

    private async Task RestoreSilenceAsync(CancellationToken cancel)
    {
        if (_state is null)
            return;
        try
        {
            if (await _state.GetAsync(SilenceName, cancel).ConfigureAwait(false) is { } document)
                Silence.Restore(document);
        }
#pragma warning disable CA1031 // A store that is away must not keep the wires closed; the sources are heard anew.
        catch (Exception e) when (!cancel.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.SilenceNotRestored(_logger, e);
        }
    }

    private async Task SaveSilenceAsync(CancellationToken cancel)
    {
        _silenceSaved = _time.GetTimestamp();
        if (_state is not null)
            await _state.SetAsync(new Dictionary<string, string?> { [SilenceName] = Silence.Save() }, cancel).ConfigureAwait(false);
    }

    private string SilenceName => SilenceDocumentName + _options.Spool.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static partial class Log
    {
        [LoggerMessage(EventIds.CareFailed, LogLevel.Error, "Source files or silent sources could not be looked at; it is tried again.")]
        public static partial void CareFailed(ILogger logger, Exception e);

        [LoggerMessage(EventIds.SilenceNotRestored, LogLevel.Warning, "When sources were last heard is not known, because the store does not answer; their silence counts from now.")]
        public static partial void SilenceNotRestored(ILogger logger, Exception e);

        [LoggerMessage(EventIds.NotFlushed, LogLevel.Error, "The spool was not flushed before the end; what was not acknowledged is lost.")]
        public static partial void NotFlushed(ILogger logger, Exception e);
    }
}
