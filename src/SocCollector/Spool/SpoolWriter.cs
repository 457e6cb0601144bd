using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace SocCollector.Spool;

/// <summary>
/// The one thread that writes: gathers what comes within a few milliseconds, writes it with one call, flushes, and tells
/// who waits. A flush that failed is never repeated on the same file: after it nobody knows what is on disk, so the segment
/// is given up and all that is not acknowledged goes into a new one.
/// </summary>
internal sealed partial class SpoolWriter : IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private readonly LogSpool _spool;
    private readonly ISpoolDisk _disk;
    private readonly ILogger _logger;
    private readonly BlockingCollection<SpoolBatch> _queue = [];
    private readonly List<SpoolBatch> _pending = [];
    private readonly List<ReadOnlyMemory<byte>> _pieces = [];
    private readonly ManualResetEventSlim _nudge = new();
    private readonly Thread _thread;
    private readonly int _commitBytes;
    private SafeFileHandle? _file;
    private Segment? _segment;
    private long _offset;
    private long _next;
    private long _number;
    private long _firstPending;
    private int _pendingBytes;
    private long _pendingSince;
    private bool _isAwaited;
    private bool _endsSegment;
    private volatile SpoolState _state;
    private volatile string? _trouble;
    private volatile bool _stopping;
    private bool _isStarted;

    public SpoolWriter(LogSpool spool, ISpoolDisk disk, ILogger logger, long nextSequence, long nextNumber)
    {
        _spool = spool;
        _disk = disk;
        _logger = logger;
        _next = nextSequence;
        _number = nextNumber;

        // What is flushed at once fits a segment several times, so that no segment grows beyond what the allowance counts it as.
        _commitBytes = (int)Math.Min(spool.Options.CommitBytes, spool.Options.SegmentBytes / 4);
        _thread = new Thread(Run) { Name = "spool writer", IsBackground = true };
    }

    public SpoolState State => _state;

    public string? Trouble => _trouble;

    public void ContinueAt(long sequence) => _next = sequence;

    public void Start()
    {
        _isStarted = true;
        _thread.Start();
    }

    public void Enqueue(SpoolBatch batch) => _queue.Add(batch);

    /// <summary>Ends a pause: there may be room now.</summary>
    public void Nudge() => _nudge.Set();

    public void Dispose()
    {
        _stopping = true;
        _queue.CompleteAdding();
        _nudge.Set();
        if (_isStarted)
            _thread.Join();
        Seal();
        _queue.Dispose();
        _nudge.Dispose();
    }

    private void Run()
    {
        while (true)
        {
            int wait = _pending.Count == 0 ? Timeout.Infinite : WaitMilliseconds();
            if (wait != 0 && _queue.TryTake(out SpoolBatch? batch, wait))
            {
                Take(batch);
                while (_pendingBytes < _commitBytes && _queue.TryTake(out batch))
                    Take(batch);
            }
            else if (_pending.Count == 0 && _queue.IsCompleted)
            {
                return;
            }

            if (_pending.Count > 0 && IsDue())
                Commit();
        }
    }

    /// <summary>What an acknowledgement waits for is flushed as soon as nothing more is there to go with it.</summary>
    private bool IsDue() =>
        _pendingBytes >= _commitBytes || WaitMilliseconds() == 0 || _queue.IsAddingCompleted || (_isAwaited && _queue.Count == 0);

    private int WaitMilliseconds()
    {
        TimeSpan left = _spool.Options.CommitAfter - Stopwatch.GetElapsedTime(_pendingSince);
        return left <= TimeSpan.Zero ? 0 : (int)Math.Ceiling(left.TotalMilliseconds);
    }

    private void Take(SpoolBatch batch)
    {
        if (_pending.Count == 0)
        {
            _pendingSince = Stopwatch.GetTimestamp();
            _firstPending = _next;
        }

        _next = batch.Seal(_next);
        _pending.Add(batch);
        _pieces.Add(batch.Written);
        _pendingBytes += batch.Length;
        _isAwaited |= batch.IsAwaited;
        _endsSegment |= batch.EndsSegment;
        _spool.FreeSlot();
    }

    private void Commit()
    {
        TimeSpan pause = FirstPause;
        while (_pendingBytes > 0 && !TryCommit())
        {
            if (_stopping)
            {
                Refuse();
                return;
            }

            _nudge.Reset();
            _nudge.Wait(pause);
            pause = pause * 2 > LongestPause ? LongestPause : pause * 2;
        }

        long sequence = _firstPending;
        int records = 0;
        foreach (SpoolBatch batch in _pending)
            records += batch.Count;
        if (_pendingBytes > 0)
            _spool.Publish(new DurableMark(_segment!.Number, _offset, _next - 1, _spool.Records + records), _pendingBytes);
        foreach (SpoolBatch batch in _pending)
        {
            sequence += batch.Count;
            batch.Acknowledge(sequence - 1);
            _spool.Return(batch);
        }

        Clear();
        if (_endsSegment)
            BeginAnother();
    }

    /// <summary>Ends the segment before it is full, and begins the next one, so that the ended one can be released.</summary>
    private void BeginAnother()
    {
        _endsSegment = false;
        Seal();
        try
        {
            _firstPending = _next;
            TryOpenSegment();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // There is no hurry: the next record tries again.
            SetState(IsFull(e) ? SpoolState.Full : SpoolState.Failing, e.Message);
        }
    }

    private bool TryCommit()
    {
        try
        {
            if (_file is not null && _offset + _pendingBytes > _spool.Options.SegmentBytes)
                Seal();
            if (_file is null && !TryOpenSegment())
                return false;
            _disk.Write(_file!, _pieces, _offset);
            _disk.Flush(_file!);
            _offset += _pendingBytes;
            SetState(SpoolState.Ok, null);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            GiveUpSegment();
            SetState(IsFull(e) ? SpoolState.Full : SpoolState.Failing, e.Message);
            return false;
        }
    }

    private bool TryOpenSegment()
    {
        if (_spool.OccupiedBytes + _spool.Options.SegmentBytes > _spool.Options.MaxBytes && _spool.OccupiedBytes > 0)
        {
            SetState(SpoolState.Full, $"the spool holds {_spool.OccupiedBytes} bytes, and Collector:Spool:MaxBytes allows {_spool.Options.MaxBytes}; the store must take what lies there");
            return false;
        }

        string path = Segment.PathOf(_spool.Options.Folder, _number);
        SafeFileHandle file = _disk.Create(path, Math.Max(_spool.Options.SegmentBytes, SegmentHeader.Length + _pendingBytes));
        _number++;
        _file = file;
        _segment = new Segment(_number - 1, _firstPending, path);
        byte[] header = new byte[SegmentHeader.Length];
        new SegmentHeader(_segment.Number, _firstPending, _spool.Key, _spool.Options.Id).Write(header);
        _disk.Write(file, [header], 0);
        _offset = SegmentHeader.Length;
        _spool.Add(_segment);
        return true;
    }

    /// <summary>Ends a segment; the room that it has not used is given back.</summary>
    private void Seal()
    {
        if (_file is null)
            return;
        RandomAccess.SetLength(_file, _offset);
        _file.Dispose();
        _file = null;
    }

    /// <summary>Leaves a segment whose disk refused; what was durable in it stays readable.</summary>
    private void GiveUpSegment()
    {
        if (_file is null)
            return;
        _file.Dispose();
        _file = null;
        if (_segment!.FirstSequence < _firstPending)
            return;
        _spool.Remove(_segment);
        try
        {
            File.Delete(_segment.Path);
        }
        catch (IOException e)
        {
            Log.LeftBehind(_logger, _segment.Path, e.Message);
        }
    }

    private void Refuse()
    {
        IOException reason = new($"The spool '{_spool.Options.Folder}' ended before these records were on disk: {_trouble}.");
        foreach (SpoolBatch batch in _pending)
            batch.Refuse(reason);
        Log.Refused(_logger, _spool.Options.Folder, _next - _firstPending, _trouble);
        _next = _firstPending;
        Clear();
    }

    private void Clear()
    {
        _pending.Clear();
        _pieces.Clear();
        _pendingBytes = 0;
        _isAwaited = false;
    }

    private void SetState(SpoolState state, string? trouble)
    {
        _trouble = trouble;
        if (_state == state)
            return;
        _state = state;
        if (state == SpoolState.Ok)
            Log.Recovered(_logger, _spool.Options.Folder);
        else
            Log.InTrouble(_logger, _spool.Options.Folder, state, trouble);
    }

    /// <summary>No space left on device, or disk quota exceeded.</summary>
    private static bool IsFull(Exception e) => (e.HResult & 0xFFFF) is 28 or 122 or 112;

    private static partial class Log
    {
        [LoggerMessage(EventIds.SpoolTrouble, LogLevel.Critical, "The spool '{Folder}' is {State}: {Trouble}. The wires are held back; nothing that was acknowledged is lost.")]
        public static partial void InTrouble(ILogger logger, string folder, SpoolState state, string? trouble);

        [LoggerMessage(EventIds.SpoolRecovered, LogLevel.Information, "The spool '{Folder}' takes records again.")]
        public static partial void Recovered(ILogger logger, string folder);

        [LoggerMessage(EventIds.SpoolSegmentLeft, LogLevel.Warning, "The spool segment '{Path}' holds nothing and could not be deleted: {Reason}")]
        public static partial void LeftBehind(ILogger logger, string path, string reason);

        [LoggerMessage(EventIds.SpoolRefused, LogLevel.Critical, "The spool '{Folder}' ended with {Count} records that it could not write and had not acknowledged: {Trouble}.")]
        public static partial void Refused(ILogger logger, string folder, long count, string? trouble);
    }
}
