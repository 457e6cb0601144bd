using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace EndToEnd.Tests.Console;

/// <summary>Keeps what the server logs as an error, so that a test can say that there was none.</summary>
internal sealed class FaultLog : ILoggerProvider
{
    private static readonly ConcurrentQueue<string> Kept = new();

    /// <summary>Errors since the last call.</summary>
    public static IReadOnlyList<string> Take()
    {
        List<string> taken = [];
        while (Kept.TryDequeue(out string? line))
            taken.Add(line);
        return taken;
    }

    public ILogger CreateLogger(string categoryName) => new Entry(categoryName);

    public void Dispose()
    {
    }

    private sealed class Entry(string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                Kept.Enqueue($"{category}: {formatter(state, exception)} {exception}");
        }
    }
}
