using System.Buffers;
using SocCollector.Spool;

namespace SocCollector.Listeners;

/// <content>Reading: from bytes of a file to records in the spool.</content>
internal sealed partial class FileTailListener
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Reads one turn's worth of a file; true when there is more.</summary>
    private async ValueTask<bool> ReadAsync(TailFile file, long now)
    {
        bool grown = file.Look(now, out byte[] orphan, out bool truncated);
        if (truncated)
            Log.Truncated(_logger, Id, file.Path);
        if (orphan.Length > 0)
            await HandOverAsync(file, orphan).ConfigureAwait(false);
        if (!grown)
            return false;
        for (int total = 0; total < BytesPerTurn;)
        {
            int length = file.Read(_buffer);
            int taken = await TakeLinesAsync(file, length).ConfigureAwait(false);
            if (taken == 0 && length == _buffer.Length)
            {
                GrowBuffer();
                continue;
            }

            if (length < _buffer.Length)
                return false;
            total += taken;
        }

        file.LookAgain();
        return true;
    }

    /// <summary>Hands over the whole lines of the buffer; what follows them waits for its line feed. Returns how much was taken.</summary>
    private async ValueTask<int> TakeLinesAsync(TailFile file, int length)
    {
        int used = 0;
        bool more = length > 0;
        while (more)
        {
            SpoolBatch batch = _spool.Rent();
            more = Fill(batch, file, length, ref used);
            await HandOverAsync(batch).ConfigureAwait(false);
        }

        // A buffer that is full without a line feed is read again, larger.
        bool keepsRest = used > 0 || length < _buffer.Length;
        file.Advance(file.Offset + used, keepsRest ? _buffer.AsSpan(used, length - used) : []);
        return used;
    }

    private bool Fill(SpoolBatch batch, TailFile file, int length, ref int used)
    {
        long receivedAt = _time.GetUtcNow().UtcTicks;
        long bytes = 0;
        bool more = true;
        while (more && !batch.IsFull)
        {
            ReadOnlySpan<byte> rest = _buffer.AsSpan(used, length - used);
            int end = rest.IndexOf((byte)'\n');
            int next = end + 1;
            if (end < 0 && rest.Length < SyslogFramer.LongestMessage)
            {
                more = false;
                break;
            }

            if (end < 0 || end > SyslogFramer.LongestMessage)
            {
                Counts.AddFramingErrors(1);
                end = next = SyslogFramer.LongestMessage;
            }

            bytes += Add(batch, file, rest[..end], file.Offset + used, file.Offset + used + next, receivedAt);
            used += next;
        }

        Counts.Received(batch.Count, bytes);
        return more;
    }

    /// <summary>Adds a line, without carriage return and byte order mark; an empty one is none.</summary>
    private static int Add(SpoolBatch batch, TailFile file, ReadOnlySpan<byte> line, long offset, long next, long receivedAt)
    {
        if (offset == 0 && line.StartsWith(ByteOrderMark))
        {
            line = line[ByteOrderMark.Length..];
            offset += ByteOrderMark.Length;
        }

        if (line.Length > 0 && line[^1] == (byte)'\r')
            line = line[..^1];
        if (line.IsEmpty)
            return 0;
        Span<byte> name = stackalloc byte[FileLineName.Length];
        file.NameOf(offset, next).Write(name);
        batch.Add(line, file.Origin, receivedAt, RecordKind.FileLine, name);
        file.SetAnchor(line, offset);
        return line.Length;
    }

    /// <summary>Takes a last line without line feed as it is.</summary>
    private async ValueTask TakePartialAsync(TailFile file)
    {
        byte[] line = file.TakePartial();
        if (line.Length == 0)
            return;
        SpoolBatch batch = _spool.Rent();
        int added = Add(batch, file, line, file.Offset, file.Offset + line.Length, _time.GetUtcNow().UtcTicks);
        Counts.Received(batch.Count, added);
        file.Advance(file.Offset + line.Length, []);
        await HandOverAsync(batch).ConfigureAwait(false);
    }

    /// <summary>A line that lost its file: it has no place any more by which to name it.</summary>
    private async ValueTask HandOverAsync(TailFile file, byte[] orphan)
    {
        SpoolBatch batch = _spool.Rent();
        batch.Add(orphan, file.Origin, _time.GetUtcNow().UtcTicks);
        Counts.Received(1, orphan.Length);
        await HandOverAsync(batch).ConfigureAwait(false);
    }

    private async ValueTask HandOverAsync(SpoolBatch batch)
    {
        if (batch.Count == 0)
        {
            _spool.Return(batch);
            return;
        }

        Task<long> durable = batch.WhenDurable();
        await _spool.HandOverAsync(batch, CancellationToken.None).ConfigureAwait(false);
        // Batches become durable in the order in which they are handed over: the last one speaks for all.
        _durable = durable;
    }

    private void GrowBuffer()
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
