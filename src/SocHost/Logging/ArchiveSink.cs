using Serilog.Core;
using Serilog.Debugging;
using Serilog.Events;
using SocCore.Ports;

namespace SocHost.Logging;

/// <summary>
/// Sends log lines to the archive in batches, behind a bounded queue: a store that is away costs the service neither time
/// nor memory, and the lines stand on the console as well. The archive is asked for late, because it logs itself.
/// </summary>
internal sealed class ArchiveSink(Func<ILogArchive?> archive, EcsLogEvent form) : IBatchedLogEventSink
{
    /// <summary>How the queue behaves: at most so many lines wait, and a batch that cannot be stored is tried for half a minute.</summary>
    public static readonly Serilog.Configuration.BatchingOptions Batching = new()
    {
        BatchSizeLimit = 500,
        BufferingTimeLimit = TimeSpan.FromSeconds(2),
        EagerlyEmitFirstEvent = false,
        QueueLimit = 10_000,
        RetryTimeLimit = TimeSpan.FromSeconds(30),
    };

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public async Task EmitBatchAsync(IReadOnlyCollection<LogEvent> batch)
    {
        if (archive() is not { } target)
            return;
        using CancellationTokenSource limit = new(Patience);
        try
        {
            await target.WriteAsync([.. batch.Select(form.Write)], limit.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The log was not stored within {Patience.TotalSeconds:0} seconds.");
        }
        catch (ObjectDisposedException e)
        {
            // The program ends, and the store's connection went before the log.
            SelfLog.WriteLine("{0} log lines are on the console only: {1}", batch.Count, e.Message);
        }
    }

    /// <inheritdoc/>
    public Task OnEmptyBatchAsync() => Task.CompletedTask;
}
