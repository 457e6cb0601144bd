using Microsoft.Win32.SafeHandles;
using SocCollector.Spool;

namespace SocCollector.Tests.Spool;

/// <summary>A disk that is full, or that refuses to flush, when a test says so.</summary>
internal sealed class FaultyDisk : ISpoolDisk
{
    private readonly SpoolDisk _disk = new();
    private int _flushFailures;

    /// <summary>errno of ENOSPC.</summary>
    private const int NoSpace = 28;

    public volatile bool IsFull;

    public int Flushes { get; private set; }

    public List<string> Created { get; } = [];

    public void FailFlushes(int count) => Volatile.Write(ref _flushFailures, count);

    public SafeFileHandle Create(string path, long room)
    {
        if (IsFull)
            throw new IOException("No space left on device", NoSpace);
        Created.Add(path);
        return _disk.Create(path, room);
    }

    public void Write(SafeFileHandle file, IReadOnlyList<ReadOnlyMemory<byte>> pieces, long offset)
    {
        if (IsFull)
            throw new IOException("No space left on device", NoSpace);
        _disk.Write(file, pieces, offset);
    }

    public void Flush(SafeFileHandle file)
    {
        Flushes++;
        if (_flushFailures > 0)
        {
            Interlocked.Decrement(ref _flushFailures);
            throw new IOException("Input/output error", 5);
        }

        _disk.Flush(file);
    }
}
