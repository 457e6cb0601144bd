using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace SocCollector.Spool;

/// <summary>
/// The durable queue between the wires and the store: own append-only segments, one writer thread, group commit. What is
/// acknowledged to a sender lies here, flushed, until the store has it for good.
/// </summary>
internal sealed class LogSpool : IDisposable
{
    private const int BatchesInFlight = 64;

    private readonly ConcurrentBag<SpoolBatch> _free = [];
    private readonly SemaphoreSlim _slots = new(BatchesInFlight);
    private readonly SemaphoreSlim _committed = new(0, 1);
    private readonly Lock _gate = new();
    private readonly FileStream _lock;
    private readonly TimeProvider _time;
    private readonly SpoolWriter _writer;
    private ImmutableArray<Func<long>> _holders = [];
    private ImmutableArray<Segment> _segments;
    private volatile DurableMark _durable;
    private long _bytes;

    private LogSpool(SpoolOptions options, ISpoolDisk disk, FileStream folderLock, TimeProvider time, ILogger logger)
    {
        _time = time;
        Options = options;
        _lock = folderLock;
        (List<Segment> segments, ulong key, DurableMark end, long number) = SpoolRecovery.Run(options.Folder, options.Id);
        _segments = [.. segments];
        FirstSequence = segments.Count > 0 ? segments[0].FirstSequence : end.Sequence + 1;
        Key = key != 0 ? key : ReadOrMakeKey(options.Folder);
        Listeners = new ListenerTable(options.Folder);
        Backlog = end.Sequence;
        _durable = end;
        _writer = new SpoolWriter(this, disk, logger, end.Sequence + 1, number);
    }

    public SpoolOptions Options { get; }

    /// <summary>Random at the spool's creation: ids of two spools never meet, not even when one folder is made anew.</summary>
    public ulong Key { get; }

    public ListenerTable Listeners { get; }

    /// <summary>The oldest sequence that was still on disk at start.</summary>
    public long FirstSequence { get; }

    /// <summary>The last sequence that was on disk at start.</summary>
    public long Backlog { get; }

    /// <summary>Up to where records are on disk.</summary>
    public DurableMark Durable => _durable;

    public SpoolState State => _writer.State;

    /// <summary>Why the state is not <see cref="SpoolState.Ok"/>; null when it is.</summary>
    public string? Trouble => _writer.Trouble;

    /// <summary>Records made durable since the start.</summary>
    public long Records => _durable.Records;

    /// <summary>Bytes made durable since the start.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>What the segments occupy, the present one counted whole.</summary>
    public long OccupiedBytes => (long)_segments.Length * Options.SegmentBytes;

    /// <summary>Opens or makes the spool of a folder.</summary>
    public static LogSpool Open(SpoolOptions options, ILogger logger, ISpoolDisk? disk = null, TimeProvider? time = null)
    {
        if (OperatingSystem.IsWindows())
            throw new PlatformNotSupportedException("The spool needs a POSIX file system.");
        Directory.CreateDirectory(options.Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        FileStream folderLock;
        try
        {
            folderLock = new FileStream(Path.Combine(options.Folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new IOException($"The spool '{options.Folder}' is in use by another soc ({e.Message}) End that one, or set Collector:Spool:Folder.", e);
        }

        try
        {
            return new LogSpool(options, disk ?? new SpoolDisk(), folderLock, time ?? TimeProvider.System, logger);
        }
        catch
        {
            folderLock.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Makes the next sequence lie beyond one that the store knows of this spool's number: a spool that was made anew must
    /// not give out sequences that cursors have passed. Before the first record.
    /// </summary>
    public void ContinueBeyond(long sequence)
    {
        if (_durable.Sequence >= sequence)
            return;
        _writer.ContinueAt(sequence + 1);
        _durable = _durable with { Sequence = sequence };
    }

    /// <summary>Starts the writer.</summary>
    public void Start() => _writer.Start();

    /// <summary>A batch to fill.</summary>
    public SpoolBatch Rent() => _free.TryTake(out SpoolBatch? batch) ? batch : new SpoolBatch();

    /// <summary>Gives an unused batch back.</summary>
    public void Return(SpoolBatch batch)
    {
        batch.Clear();
        if (_free.Count < BatchesInFlight)
            _free.Add(batch);
    }

    /// <summary>Hands a batch over; waits while the spool has enough in flight, which is what holds the wires back.</summary>
    public async ValueTask HandOverAsync(SpoolBatch batch, CancellationToken cancel)
    {
        await _slots.WaitAsync(cancel).ConfigureAwait(false);
        _writer.Enqueue(batch);
    }

    /// <summary>The same for a thread of its own.</summary>
    public void HandOver(SpoolBatch batch, CancellationToken cancel)
    {
        _slots.Wait(cancel);
        _writer.Enqueue(batch);
    }

    /// <summary>Ends the segment that is being written if it was begun so long ago.</summary>
    public async Task EndSegmentAsync(TimeSpan age, CancellationToken cancel)
    {
        Segment? present = SegmentOf(long.MaxValue);
        if (present is null || present.FirstSequence > _durable.Sequence || _time.GetUtcNow() - File.GetCreationTimeUtc(present.Path) < age)
            return;
        await FlushAsync(endsSegment: true, cancel).ConfigureAwait(false);
    }

    /// <summary>Waits until all that was handed over is on disk.</summary>
    public Task FlushAsync(CancellationToken cancel) => FlushAsync(endsSegment: false, cancel);

    private async Task FlushAsync(bool endsSegment, CancellationToken cancel)
    {
        SpoolBatch nothing = Rent();
        nothing.EndsSegment = endsSegment;
        Task<long> durable = nothing.WhenDurable();
        await HandOverAsync(nothing, cancel).ConfigureAwait(false);
        await durable.WaitAsync(cancel).ConfigureAwait(false);
    }

    /// <summary>Waits until something is durable beyond a sequence, at most so long. For the one reader that delivers.</summary>
    public async ValueTask<bool> WaitBeyondAsync(long sequence, TimeSpan atMost, CancellationToken cancel)
    {
        if (_durable.Sequence > sequence)
            return true;
        await _committed.WaitAsync(atMost, cancel).ConfigureAwait(false);
        return _durable.Sequence > sequence;
    }

    /// <summary>Whether a segment could go if the store had everything up to a sequence for good.</summary>
    public bool MayRelease(long sequence) => CountReleased(_segments, Limit(sequence)) > 0;

    /// <summary>Keeps records behind a sequence that may move: somebody still reads them at the next start.</summary>
    public void Hold(Func<long> sequence) => ImmutableInterlocked.Update(ref _holders, static (all, one) => all.Add(one), sequence);

    /// <summary>Deletes the segments whose records the store has for good, all of them.</summary>
    public void Release(long sequence)
    {
        ImmutableArray<Segment> segments = _segments;
        int gone = CountReleased(segments, Limit(sequence));
        if (gone == 0)
            return;
        lock (_gate)
            _segments = _segments.RemoveRange(0, gone);
        for (int i = 0; i < gone; i++)
            File.Delete(segments[i].Path);
        _writer.Nudge();
    }

    /// <summary>Writes all that was handed over, and ends.</summary>
    public void Dispose()
    {
        _writer.Dispose();
        _lock.Dispose();
        _slots.Dispose();
        _committed.Dispose();
    }

    /// <summary>The segment that has a sequence, or the first behind it.</summary>
    internal Segment? SegmentOf(long sequence)
    {
        Segment? found = null;
        foreach (Segment segment in _segments)
        {
            if (segment.FirstSequence > sequence)
                return found ?? segment;
            found = segment;
        }

        return found;
    }

    internal Segment? SegmentBehind(long number)
    {
        foreach (Segment segment in _segments)
        {
            if (segment.Number > number)
                return segment;
        }

        return null;
    }

    internal void Add(Segment segment)
    {
        lock (_gate)
            _segments = _segments.Add(segment);
    }

    internal void Remove(Segment segment)
    {
        lock (_gate)
            _segments = _segments.Remove(segment);
    }

    internal void FreeSlot() => _slots.Release();

    internal void Publish(DurableMark mark, long bytes)
    {
        Volatile.Write(ref _bytes, _bytes + bytes);
        _durable = mark;
        if (_committed.CurrentCount == 0)
            _committed.Release();
    }

    private long Limit(long sequence)
    {
        foreach (Func<long> holder in _holders)
            sequence = Math.Min(sequence, holder());
        return sequence;
    }

    private static int CountReleased(ImmutableArray<Segment> segments, long sequence)
    {
        int count = 0;
        while (count + 1 < segments.Length && segments[count + 1].FirstSequence <= sequence + 1)
            count++;
        return count;
    }

    private static ulong ReadOrMakeKey(string folder)
    {
        string path = Path.Combine(folder, "key");
        if (File.Exists(path) && File.ReadAllBytes(path) is { Length: 8 } known)
            return BitConverter.ToUInt64(known);
        byte[] made = RandomNumberGenerator.GetBytes(8);
        AtomicFile.Write(path, made);
        return BitConverter.ToUInt64(made);
    }
}
