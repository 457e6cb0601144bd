using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using SocCollector.Listeners;
using SocCollector.Pipeline;
using SocCollector.Spool;
using Xunit;

namespace SocCollector.Tests.Pipeline;

/// <summary>A whole collector for a test: spool, one listener, delivery into a <see cref="ListTarget"/>.</summary>
internal sealed class Collecting : IAsyncDisposable
{
    private readonly ScratchFolder? _own;
    private bool _stopped;

    public Collecting(ListTarget? target = null, string? folder = null, SpoolOptions? spool = null, ISpoolDisk? disk = null)
    {
        _own = folder is null ? new ScratchFolder() : null;
        Folder = folder ?? _own!.Path;
        Target = target ?? new ListTarget();
        SpoolOptions options = spool ?? new SpoolOptions();
        options.Folder = Path.Combine(Folder, "spool");
        Spool = LogSpool.Open(options, NullLogger.Instance, disk);
        Pipeline = new CollectorPipeline(Spool, Target, Sources, Activity, Unclaimed, Silence, Delivery, TimeProvider.System, NullLogger<CollectorPipeline>.Instance);
    }

    public string Folder { get; }

    public ListTarget Target { get; }

    public LogSpool Spool { get; }

    public PlainSources Sources { get; } = new();

    public SourceActivity Activity { get; } = new();

    public UnclaimedSenders Unclaimed { get; } = new();

    public SilenceWatch Silence { get; } = new(static () => [], TimeProvider.System);

    public DeliveryOptions Delivery { get; } = new() { MaxWait = TimeSpan.FromMilliseconds(20), LongestPause = TimeSpan.FromMilliseconds(250), StartPatience = TimeSpan.FromMilliseconds(50) };

    public CollectorPipeline Pipeline { get; }

    public IListener? Listener { get; private set; }

    public IPEndPoint EndPoint => Listener!.EndPoint!;

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async Task StartAsync()
    {
        await Pipeline.StartAsync(Cancel);
        Spool.Start();
    }

    public async Task ListenAsync(Func<LogSpool, IListener> make)
    {
        await StartAsync();
        Listener = make(Spool);
        Listener.Start();
    }

    /// <summary>Ends in the order in which a service ends: wires, spool's tail, delivery.</summary>
    public async Task StopAsync()
    {
        if (_stopped)
            return;
        _stopped = true;
        if (Listener is not null)
            await Listener.DisposeAsync();
        await Spool.FlushAsync(Cancel);
        await Pipeline.StopAsync(Cancel);
        await Pipeline.DisposeAsync();
        Spool.Dispose();
    }

    /// <summary>Ends as a crash does for those behind the spool: nothing more is delivered.</summary>
    public async Task BreakOffAsync()
    {
        _stopped = true;
        await Pipeline.DisposeAsync();
        if (Listener is not null)
            await Listener.DisposeAsync();
        Spool.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _own?.Dispose();
    }

    public static async Task UntilAsync(Func<bool> condition, string what, int seconds = 120)
    {
        Stopwatch clock = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(seconds), $"after {seconds} s: {what}");
            await Task.Delay(10, Cancel);
        }
    }
}
