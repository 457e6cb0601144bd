using System.Buffers.Text;
using SocCore.Events;

namespace SocStore.Elastic.Events;

/// <summary>The lines of one bulk request, and which events of a batch they are.</summary>
internal sealed class BulkChunk(EventStream? only) : IDisposable
{
    private readonly ByteBuffer _lines = new(256 << 10);
    private readonly List<(int Event, int Start)> _items = [];

    /// <summary>The stream that all of them go to; null when each line names its own.</summary>
    public EventStream? Only { get; } = only;

    public int Count => _items.Count;

    public int Bytes => _lines.Length;

    public ReadOnlyMemory<byte> Body => _lines.Memory;

    /// <summary>The place in the batch of an item.</summary>
    public int EventAt(int item) => _items[item].Event;

    public void Add(EcsEvent source, int place, EventStream stream, EventDocument document)
    {
        _items.Add((place, _lines.Length));
        if (Only is null)
        {
            _lines.Write("{\"create\":{\"_index\":\""u8);
            _lines.Write(stream.Utf8Name);
            _lines.Write("\",\"_id\":\""u8);
        }
        else
        {
            _lines.Write("{\"create\":{\"_id\":\""u8);
        }

        WriteId(source.Id);
        _lines.Write("\"}}\n"u8);
        document.Write(source, stream, _lines);
        _lines.Write((byte)'\n');
    }

    /// <summary>A chunk of some of the items, the lines as they are.</summary>
    public BulkChunk Select(IEnumerable<int> items)
    {
        BulkChunk chosen = new(Only);
        foreach (int item in items)
        {
            int end = item + 1 < _items.Count ? _items[item + 1].Start : _lines.Length;
            chosen._items.Add((_items[item].Event, chosen._lines.Length));
            chosen._lines.Write(_lines.Span[_items[item].Start..end]);
        }

        return chosen;
    }

    public void Dispose() => _lines.Dispose();

    private void WriteId(EventId id)
    {
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes, id.High);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], id.Low);
        _lines.Advance(Base64Url.EncodeToUtf8(bytes, _lines.GetSpan(24)));
    }
}
