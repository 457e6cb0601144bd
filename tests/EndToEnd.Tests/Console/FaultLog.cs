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
            if (IsEnabled(logLevel))
                kept.Enqueue($"{category}: {formatter(state, exception)} {exception}");
        }
    }
}
