using System.Runtime.InteropServices;
using System.Text.Json;
using SocCore.Events;

namespace SocStore.Elastic.Events;

/// <summary>Reads an event back from a hit: the head, then the event's own JSON, byte for byte what was written.</summary>
internal static class StoredEvent
{
    /// <summary>Adds the event to a builder.</summary>
    /// <exception cref="JsonException">The document is none of this store's.</exception>
    public static void ReadInto(JsonElement hit, EventBatchBuilder builder)
    {
        string? name = hit.GetProperty("_id").GetString();
        if (!EventId.TryParse(name, out EventId id))
            throw new JsonException($"The document '{name}' has no id of this store.");
        Read(id, JsonMarshal.GetRawUtf8Value(hit.GetProperty("_source")), builder);
    }

    private static void Read(EventId id, ReadOnlySpan<byte> source, EventBatchBuilder builder)
    {
        Utf8JsonReader reader = new(source, new JsonReaderOptions { MaxDepth = EcsJsonReader.MaxDepth + 8 });
        reader.Read();
        short? spool = null;
        long? sequence = null;
        long time = 0;
        long created = 0;
        byte[]? whole = null;
        bool isEnd = false;
        while (!isEnd && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ReadOnlySpan<byte> key = reader.ValueSpan;
            isEnd = key.SequenceEqual("soc.agency"u8);
            bool isSpool = key.SequenceEqual("soc.spool"u8);
            bool isSequence = key.SequenceEqual("soc.seq"u8);
            bool isTime = key.SequenceEqual("soc.time"u8);
            bool isCreated = key.SequenceEqual("soc.created"u8);
            bool isWhole = key.SequenceEqual("soc.doc"u8);
            reader.Read();
            if (isSpool)
                spool = reader.GetInt16();
            else if (isSequence)
                sequence = reader.GetInt64();
            else if (isTime)
                time = reader.GetInt64();
            else if (isCreated)
                created = reader.GetInt64();
            else if (isWhole)
                whole = Unescape(ref reader);
            else
                reader.Skip();
        }

        if (!isEnd)
            throw new JsonException($"The document '{id}' was not written by this store: it has no head.");
        int rest = (int)reader.BytesConsumed;
        builder.Begin();
        if (whole is not null)
            EcsJsonReader.Read(whole, builder);
        else
            ReadBody(source[rest..], builder);
        foreach (FieldSlot slot in builder.Open)
        {
            FieldValue value = new(builder.TextOf(new TextRange(slot.Offset, slot.Length)), slot.Kind);
            if (slot.FieldId == EcsField.SocSpool.Id && spool is null && value.TryGetInteger(out long number))
                spool = (short)number;
            else if (slot.FieldId == EcsField.SocSequence.Id && sequence is null && value.TryGetInteger(out number))
                sequence = number;
        }

        builder.Commit(id, spool ?? 0, sequence ?? 0, time, created);
    }

    /// <summary>The rest of the document, its comma turned back into the brace that it was.</summary>
    private static void ReadBody(ReadOnlySpan<byte> rest, EventBatchBuilder builder)
    {
        using ByteBuffer body = new(rest.Length + 1);
        int comma = rest.IndexOf((byte)',');
        if (comma >= 0)
        {
            body.Write((byte)'{');
            body.Write(rest[(comma + 1)..]);
        }
        else
        {
            body.Write("{}"u8);
        }

        EcsJsonReader.Read(body.Span, builder);
    }

    private static byte[] Unescape(ref Utf8JsonReader reader)
    {
        byte[] text = new byte[reader.ValueSpan.Length];
        int length = reader.CopyString(text);
        return text[..length];
    }
}
