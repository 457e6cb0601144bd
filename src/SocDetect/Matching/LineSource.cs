using System.Buffers;

namespace SocDetect.Matching;

/// <summary>Reads a file's lines from one pooled buffer, which grows only for a line that is longer than it.</summary>
internal sealed class LineSource(Stream stream) : IDisposable
{
    /// <summary>The longest line.</summary>
    public const int MaxLine = 64 * 1024 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(1 << 20);
    private int _from;
    private int _to;
    private bool _end;

    /// <summary>Takes the next whole line out of what is in memory; false when more must be read.</summary>
    public bool TryTake(out ReadOnlyMemory<byte> line)
    {
        int length = _buffer.AsSpan(_from, _to - _from).IndexOf((byte)'\n');
        if (length < 0 && !(_end && _to > _from))
        {
            line = default;
            return false;
        }

        int whole = length < 0 ? _to - _from : length;
        line = _buffer.AsMemory(_from, whole);
        _from += length < 0 ? whole : whole + 1;
        return true;
    }

    /// <summary>Reads more; false at the end of the file. Lines taken before are no longer valid.</summary>
    public async ValueTask<bool> FillAsync(CancellationToken cancel)
    {
        if (_end)
            return false;
        if (_from > 0)
        {
            _buffer.AsSpan(_from, _to - _from).CopyTo(_buffer);
            _to -= _from;
            _from = 0;
        }

        if (_to == _buffer.Length)
        {
            if (_buffer.Length >= MaxLine)
                throw new InvalidDataException($"A line is longer than {MaxLine >> 20} MiB; the file must have one JSON object a line.");
            byte[] larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
            _buffer.CopyTo(larger, 0);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        int read = await stream.ReadAsync(_buffer.AsMemory(_to), cancel).ConfigureAwait(false);
        _to += read;
        _end = read == 0;
        return !_end || _to > _from;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }
}
