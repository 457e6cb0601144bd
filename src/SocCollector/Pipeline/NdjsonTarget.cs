using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using SocCollector.Spool;
using SocCore.Events;
using SocCore.Storage;

namespace SocCollector.Pipeline;

/// <summary>
/// A collector without a store: ECS documents, one a line, into a file or to standard output. Beside the spool lies a mark
/// with the position and the file's length there; after a crash the file is cut to that length, so that nothing is in it
/// twice. Dead letters go, whole, into a file beside it.
/// </summary>
internal sealed class NdjsonTarget : IDeliveryTarget, IDisposable
{
    private const int WriteBytes = 512 * 1024;
    private const int MarkLength = 24;

    private readonly string _markPath;
    private readonly string _lettersPath;
    private readonly ArrayBufferWriter<byte> _buffer = new(WriteBytes + (64 * 1024));
    private readonly Stream? _pipe;
    private readonly SafeFileHandle? _file;
    private readonly SafeFileHandle _mark;
    private readonly uint _output;
    private long _length;

    /// <summary>Opens a target: a path, or <c>-</c> for standard output.</summary>
    /// <param name="to">The path, or <c>-</c>.</param>
    /// <param name="spoolFolder">Where the mark lies.</param>
    public NdjsonTarget(string to, string spoolFolder)
    {
        Directory.CreateDirectory(spoolFolder);
        _markPath = Path.Combine(spoolFolder, "delivered");
        _mark = File.OpenHandle(_markPath, FileMode.OpenOrCreate, FileAccess.ReadWrite);
        if (to == "-")
        {
            _pipe = Console.OpenStandardOutput();
            _lettersPath = Path.Combine(spoolFolder, "dead-letters.ndjson");
            return;
        }

        string path = Path.GetFullPath(to);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        _lettersPath = Path.ChangeExtension(path, ".dead.ndjson");
        _output = Crc32C.Update(Crc32C.Seed, Encoding.UTF8.GetBytes(path));
        _file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        _length = RandomAccess.GetLength(_file);
    }

    /// <inheritdoc/>
    public int Ahead => 0;

    /// <inheritdoc/>
    public ValueTask WriteAheadAsync(EventBatch events, bool mayRepeat, CancellationToken cancel) => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public ValueTask<long> GetDeliveredAsync(short spool, CancellationToken cancel)
    {
        if (!TryReadMark(out long sequence, out long length, out uint output) || output != _output)
        {
            // The first time that this spool delivers there: what the file has already stays.
            WriteMark(sequence, _length);
            return ValueTask.FromResult(sequence);
        }

        if (_file is null)
            return ValueTask.FromResult(sequence);
        if (_length < length)
            throw new IOException($"The output has {_length} bytes, and {length} were delivered to it. Bring the file back, or deliver to another one.");
        if (_length > length)
            RandomAccess.SetLength(_file, length);
        _length = length;
        return ValueTask.FromResult(sequence);
    }

    /// <inheritdoc/>
    public ValueTask KeepAsync(IReadOnlyList<DeadLetter> letters, CancellationToken cancel)
    {
        using FileStream stream = new(_lettersPath, FileMode.Append, FileAccess.Write, FileShare.Read);
        foreach (DeadLetter letter in letters)
        {
            using (Utf8JsonWriter json = new(stream))
                Write(json, letter);
            stream.WriteByte((byte)'\n');
        }

        stream.Flush(flushToDisk: true);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<AppendOutcome> AppendAsync(EventBatch events, SpoolPosition delivered, bool mayRepeat, CancellationToken cancel)
    {
        // A try that failed half-way is written over.
        long at = _length;
        for (int i = 0; i < events.Count; i++)
        {
            events[i].WriteJson(_buffer);
            _buffer.GetSpan(1)[0] = (byte)'\n';
            _buffer.Advance(1);
            if (_buffer.WrittenCount >= WriteBytes)
                at = Flush(at);
        }

        at = Flush(at);
        _length = at;
        WriteMark(delivered.Sequence, at);
        return ValueTask.FromResult(new AppendOutcome(events.Count, 0));
    }

    /// <inheritdoc/>
    public ValueTask MarkReplayedAsync(IReadOnlyCollection<SocCore.Events.EventId> ids, DateTimeOffset at, CancellationToken cancel) => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public ValueTask<long> GetKeptForGoodAsync(SpoolPosition delivered, CancellationToken cancel)
    {
        if (_file is not null)
            RandomAccess.FlushToDisk(_file);
        RandomAccess.FlushToDisk(_mark);
        return ValueTask.FromResult(delivered.Sequence);
    }

    public void Dispose()
    {
        _file?.Dispose();
        _mark.Dispose();
        _pipe?.Dispose();
    }

    private long Flush(long at)
    {
        ReadOnlySpan<byte> written = _buffer.WrittenSpan;
        try
        {
            if (_file is not null)
                RandomAccess.Write(_file, written, at);
            else
                _pipe!.Write(written);
            return at + written.Length;
        }
        finally
        {
            _buffer.ResetWrittenCount();
        }
    }

    private bool TryReadMark(out long sequence, out long length, out uint output)
    {
        Span<byte> mark = stackalloc byte[MarkLength];
        bool isWhole = RandomAccess.Read(_mark, mark, 0) == MarkLength
            && BinaryPrimitives.ReadUInt32LittleEndian(mark[20..]) == ~Crc32C.Update(Crc32C.Seed, mark[..20]);
        sequence = isWhole ? BinaryPrimitives.ReadInt64LittleEndian(mark) : 0;
        length = isWhole ? BinaryPrimitives.ReadInt64LittleEndian(mark[8..]) : 0;
        output = isWhole ? BinaryPrimitives.ReadUInt32LittleEndian(mark[16..]) : 0;
        return isWhole;
    }

    private void WriteMark(long sequence, long length)
    {
        Span<byte> mark = stackalloc byte[MarkLength];
        BinaryPrimitives.WriteInt64LittleEndian(mark, sequence);
        BinaryPrimitives.WriteInt64LittleEndian(mark[8..], length);
        BinaryPrimitives.WriteUInt32LittleEndian(mark[16..], _output);
        BinaryPrimitives.WriteUInt32LittleEndian(mark[20..], ~Crc32C.Update(Crc32C.Seed, mark[..20]));
        RandomAccess.Write(_mark, mark, 0);
    }

    private static void Write(Utf8JsonWriter json, DeadLetter letter)
    {
        json.WriteStartObject();
        json.WriteString("id", letter.Id.ToString());
        json.WriteString("received", letter.ReceivedAt.ToString("O", CultureInfo.InvariantCulture));
        json.WriteString("listener", letter.Listener);
        json.WriteString("peer", letter.Peer);
        json.WriteString("source", letter.Source);
        json.WriteString("agency", letter.Agency);
        json.WriteString("stage", letter.Stage);
        json.WriteString("reason", letter.Reason);
        json.WriteString("text", Encoding.UTF8.GetString(letter.Bytes.Span));
        json.WriteBase64String("bytes", letter.Bytes.Span);
        json.WriteEndObject();
    }
}
