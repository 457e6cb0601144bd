using System.Buffers;
using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace SocCollector.Spool;

/// <summary>
/// Reads the durable records of a spool in order of sequence, across segments. Damage does not end it: it looks for the next
/// intact record, and says what lies between. One thread at a time.
/// </summary>
internal sealed class SpoolReader : IDisposable
{
    private const int WindowBytes = 1024 * 1024;

    private readonly LogSpool _spool;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(WindowBytes);
    private SafeFileHandle? _handle;
    private Segment? _segment;
    private long _windowStart;
    private int _windowLength;
    private int _at;
    private long _sequence;
    private long _limitSequence = -1;
    private long _limitOffset;

    /// <summary>Begins behind a sequence.</summary>
    public SpoolReader(LogSpool spool, long after)
    {
        _spool = spool;
        _sequence = after;
    }

    /// <summary>The last sequence that was read.</summary>
    public long Sequence => _sequence;

    /// <summary>
    /// The next record, or the damage before it; false when all that is durable has been read.
    /// </summary>
    public bool TryRead(out SpoolRecord record, out SpoolDamage? damage)
    {
        record = default;
        damage = null;
        while (_sequence < _limitSequence || Refresh(ref damage))
        {
            if (damage is not null)
                return true;
            if (!TryIntact(_limitOffset, out int total))
                return TrySkip(ref damage);
            record = View();
            _at += total;
            long found = record.Sequence;
            if (found <= _sequence)
                continue;
            _sequence = found;
            return true;
        }

        return false;
    }

    public void Dispose()
    {
        _handle?.Dispose();
        _handle = null;
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    /// <summary>
    /// Finds out how far may be read now; opens the next segment where the present one ends. A segment ends where its
    /// successor begins: what a failed flush left in it behind that, the successor has again.
    /// </summary>
    private bool Refresh(ref SpoolDamage? damage)
    {
        // The mark first: a list of segments that is newer than the mark only makes the segment a finished one.
        DurableMark mark = _spool.Durable;
        while (_sequence < mark.Sequence)
        {
            Segment? next = _segment is null ? _spool.SegmentOf(_sequence + 1) : _spool.SegmentBehind(_segment.Number);
            if (_segment is not null)
            {
                _limitSequence = next is null ? mark.Sequence : next.FirstSequence - 1;
                _limitOffset = next is null ? mark.Offset : RandomAccess.GetLength(_handle!);
                if (_sequence < _limitSequence)
                    return true;
            }

            if (next is null)
                return false;
            bool isFirst = _segment is null;
            Open(next);
            if (next.FirstSequence > _sequence + 1)
            {
                if (!isFirst)
                    damage = new SpoolDamage(next.Path, 0, 0, _sequence + 1, next.FirstSequence - 1 - _sequence);
                _limitSequence = _sequence = next.FirstSequence - 1;
                if (damage is not null)
                    return true;
            }
        }

        return false;
    }

    private void Open(Segment segment)
    {
        _handle?.Dispose();
        _handle = File.OpenHandle(segment.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        _segment = segment;
        _windowStart = SegmentHeader.Length;
        _windowLength = 0;
        _at = 0;
    }

    private bool TryIntact(long end, out int total)
    {
        total = 0;
        if (!Fill(RecordLayout.HeaderLength, end))
            return false;
        int payload = RecordLayout.PayloadLength(_buffer.AsSpan(_at, RecordLayout.HeaderLength));
        if (payload < 0)
            return false;
        total = RecordLayout.TotalLength(payload);
        return Fill(total, end) && RecordLayout.IsIntact(
            _buffer.AsSpan(_at, RecordLayout.HeaderLength), _buffer.AsSpan(_at + RecordLayout.HeaderLength, payload));
    }

    private SpoolRecord View()
    {
        ReadOnlySpan<byte> header = _buffer.AsSpan(_at, RecordLayout.HeaderLength);
        int payload = (int)BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
        return new SpoolRecord(header, _buffer.AsSpan(_at + RecordLayout.HeaderLength, payload));
    }

    /// <summary>Looks for the next intact record behind a damaged place; without one, the rest of the segment is gone as a whole.</summary>
    private bool TrySkip(ref SpoolDamage? damage)
    {
        long from = _windowStart + _at;
        long first = _sequence + 1;
        long found = _limitSequence + 1;
        while (Fill(8, _limitOffset))
        {
            _at += 8;
            if (!TryIntact(_limitOffset, out _))
                continue;
            long sequence = BinaryPrimitives.ReadInt64LittleEndian(_buffer.AsSpan(_at + 8));
            if (sequence < first || sequence > _limitSequence)
                continue;
            found = sequence;
            break;
        }

        damage = new SpoolDamage(_segment!.Path, from, _windowStart + _at - from, first, found - first);
        _sequence = found - 1;
        return true;
    }

    /// <summary>Makes the next so many bytes lie in the buffer; false when the segment has not so many.</summary>
    private bool Fill(int length, long end)
    {
        if (_at + length <= _windowLength)
            return true;
        if (_windowStart + _at + length > end)
            return false;
        if (length > _buffer.Length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(length);
            _buffer.AsSpan(_at, _windowLength - _at).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }
        else
        {
            _buffer.AsSpan(_at, _windowLength - _at).CopyTo(_buffer);
        }

        _windowStart += _at;
        _windowLength -= _at;
        _at = 0;
        while (_windowLength < length)
        {
            long from = _windowStart + _windowLength;
            int want = (int)Math.Min(_buffer.Length - _windowLength, end - from);
            int read = want <= 0 ? 0 : RandomAccess.Read(_handle!, _buffer.AsSpan(_windowLength, want), from);
            if (read == 0)
                return false;
            _windowLength += read;
        }

        return true;
    }
}
