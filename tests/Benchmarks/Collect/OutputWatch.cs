namespace Benchmarks.Collect;

/// <summary>Counts the lines of a growing file.</summary>
internal sealed class OutputWatch(string path) : IDisposable
{
    private readonly byte[] _buffer = new byte[4 * 1024 * 1024];
    private FileStream? _stream;

    /// <summary>Lines so far.</summary>
    public long Lines { get; private set; }

    /// <summary>Reads what was added.</summary>
    public void Read()
    {
        if (_stream is null)
        {
            if (!File.Exists(path))
                return;
            _stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0);
        }

        int read;
        while ((read = _stream.Read(_buffer)) > 0)
            Lines += _buffer.AsSpan(0, read).Count((byte)'\n');
    }

    /// <summary>
    /// Waits until there are so many lines, or, where the writer holds the last ones back, until none has come for a second.
    /// Returns when the last ones came, by the file's own time of change.
    /// </summary>
    public async Task<DateTimeOffset> WaitAsync(long lines, TimeSpan atMost)
    {
        long start = Environment.TickCount64;
        long seen = Lines;
        long grown = start;
        while (Lines < lines && Environment.TickCount64 - start < atMost.TotalMilliseconds)
        {
            Read();
            long now = Environment.TickCount64;
            if (Lines != seen)
                (seen, grown) = (Lines, now);
            else if (seen > 0 && now - grown > 2_500)
                break;
            await Task.Delay(50);
        }

        return new DateTimeOffset(File.GetLastWriteTimeUtc(path), TimeSpan.Zero);
    }

    public void Dispose() => _stream?.Dispose();
}
