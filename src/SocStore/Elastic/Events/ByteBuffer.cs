using System.Buffers;
using System.Globalization;

namespace SocStore.Elastic.Events;

/// <summary>Bytes in one pooled array that grows; what was written can be looked at and patched.</summary>
internal sealed class ByteBuffer(int capacity) : IBufferWriter<byte>, IDisposable
{
    private static readonly SearchValues<byte> Escaped = SearchValues.Create(
        "\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u0009\u000a\u000b\u000c\u000d\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f\"\\"u8);

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(capacity);

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, Length);

    public Span<byte> Span => _bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    /// <summary>Forgets what lies behind that length.</summary>
    public void Cut(int length) => Length = length;

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Grow(sizeHint);
        return _bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Grow(sizeHint);
        return _bytes.AsSpan(Length);
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        Length += bytes.Length;
    }

    public void Write(byte value)
    {
        GetSpan(1)[0] = value;
        Length++;
    }

    public void Write(long value)
    {
        value.TryFormat(GetSpan(20), out int written, default, CultureInfo.InvariantCulture);
        Length += written;
    }

    /// <summary>Writes text as it stands within quotes (RFC 8259 §7); it has to be UTF-8.</summary>
    public void WriteEscaped(ReadOnlySpan<byte> text)
    {
        int at;
        while ((at = text.IndexOfAny(Escaped)) >= 0)
        {
            Write(text[..at]);
            byte value = text[at];
            if (value is (byte)'"' or (byte)'\\')
            {
                Write([(byte)'\\', value]);
            }
            else
            {
                Write("\\u00"u8);
                Write(["0123456789abcdef"u8[value >> 4], "0123456789abcdef"u8[value & 15]]);
            }

            text = text[(at + 1)..];
        }

        Write(text);
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        Length = 0;
    }

    private void Grow(int more)
    {
        more = Math.Max(more, 256);
        if (_bytes.Length - Length >= more)
            return;
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(Length + more, _bytes.Length * 2));
        Span.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
