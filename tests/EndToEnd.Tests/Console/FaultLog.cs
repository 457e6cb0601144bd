using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace EndToEnd.Tests.Console;

/// <summary>Keeps what the server logs as an error, so that a test can say that there was none.</summary>
internal sealed class FaultLog : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _kept = new();

    /// <summary>Errors since the last call.</summary>
    public IReadOnlyList<string> Take()
    {
        List<string> taken = [];
        while (_kept.TryDequeue(out string? line))
            taken.Add(line);
        return taken;
    }

    public ILogger CreateLogger(string categoryName) => new Entry(categoryName, _kept);

    public void Dispose()
    {
    }

    private sealed class Entry(string category, ConcurrentQueue<string> kept) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            // A reader who leaves a page while it is still being drawn ends its circuit; that is no fault of the page.
            if (IsEnabled(logLevel) && exception is not (Microsoft.JSInterop.JSDisconnectedException or OperationCanceledException))
                kept.Enqueue($"{category}: {formatter(state, exception)} {exception}");
        }
    }
}
