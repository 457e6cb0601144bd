using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using SocCore.Events;

namespace SocStore;

/// <summary>
/// What would spoil a stored document is made text before it is stored: bytes that are no UTF-8 (a store would keep nothing, or refuse it),
/// and numbers or objects that are no JSON (every later query over the document would fail).
/// </summary>
internal static class EventRepair
{
    public static bool IsNeeded(EcsEvent source)
    {
        foreach (ref readonly FieldSlot slot in source.Slots)
        {
            ReadOnlySpan<byte> text = source.TextOf(slot);
            if (slot.Kind == ValueKind.Text ? !Utf8.IsValid(text) : !IsJson(slot.Kind, text))
                return true;
        }

        return false;
    }

    public static EventBatch Make(EcsEvent source)
    {
        using EventBatchBuilder builder = new();
        builder.Begin();
        foreach (ref readonly FieldSlot slot in source.Slots)
        {
            ReadOnlySpan<byte> text = source.TextOf(slot);
            if (slot.Kind == ValueKind.Text || !IsJson(slot.Kind, text))
                builder.AddText(slot.FieldId, text);
            else
                builder.Add(slot.FieldId, builder.Copy(text), slot.Kind);
        }

        EventHeader header = source.Header;
        builder.Commit(header.Id, header.Spool, header.Sequence, header.Timestamp, header.Created);
        return builder.Build();
    }

    private static bool IsJson(ValueKind kind, ReadOnlySpan<byte> text) => kind switch
    {
        ValueKind.Boolean => text.SequenceEqual("true"u8) || text.SequenceEqual("false"u8),
        ValueKind.Integer when IsPlainInteger(text) => true,
        ValueKind.Json => IsJson(text, JsonTokenType.StartObject, JsonTokenType.StartArray),
        _ => IsJson(text, JsonTokenType.Number, JsonTokenType.Number),
    };

    private static bool IsPlainInteger(ReadOnlySpan<byte> text) =>
        text.Length > 0 && (text[0] != '0' || text.Length == 1) && text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;

    private static bool IsJson(ReadOnlySpan<byte> text, JsonTokenType kind, JsonTokenType otherKind)
    {
        try
        {
            Utf8JsonReader reader = new(text, new JsonReaderOptions { MaxDepth = EcsJsonReader.MaxDepth });
            if (!reader.Read() || (reader.TokenType != kind && reader.TokenType != otherKind))
                return false;
            reader.Skip();
            return !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
