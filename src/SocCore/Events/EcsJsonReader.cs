using System.Buffers;
using System.Text;
using System.Text.Json;

namespace SocCore.Events;

/// <summary>
/// Reads a JSON object into the event that a builder has open: dotted names and nested objects name the same field, null
/// and empty lists are missing, lists of plain values become several values, lists that hold objects are kept as JSON.
/// </summary>
public ref struct EcsJsonReader
{
    /// <summary>Nesting beyond this is refused.</summary>
    public const int MaxDepth = 64;

    private const int LongestPath = 512;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = MaxDepth };

    private readonly ReadOnlySpan<byte> _json;
    private readonly EventBatchBuilder _builder;
    private Utf8JsonReader _reader;

    private EcsJsonReader(ReadOnlySpan<byte> json, EventBatchBuilder builder)
    {
        _json = json;
        _builder = builder;
        _reader = new Utf8JsonReader(json, Options);
    }

    /// <summary>Reads the object; names get the prefix, a namespace without the dot. On bad JSON the caller abandons the event.</summary>
    /// <exception cref="JsonException">The text is not one JSON object.</exception>
    public static void Read(ReadOnlySpan<byte> json, EventBatchBuilder builder, ReadOnlySpan<byte> prefix = default)
    {
        EcsJsonReader walk = new(json, builder);
        if (!walk._reader.Read() || walk._reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("The text is not a JSON object.");
        Span<byte> path = stackalloc byte[LongestPath];
        prefix.CopyTo(path);
        walk.ReadObject(path, prefix.Length);
        if (walk._reader.Read())
            throw new JsonException("Text follows the JSON object.");
    }

    /// <summary>Reads one stored document into a builder, header included.</summary>
    public static void ReadStored(ReadOnlySpan<byte> json, EventBatchBuilder builder, in EventHeader header)
    {
        builder.Begin();
        Read(json, builder);
        builder.Commit(header.Id, header.Spool, header.Sequence, header.Timestamp, header.Created);
    }

    private void ReadObject(scoped Span<byte> path, int length)
    {
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            int at = length;
            if (at > 0 && at < LongestPath)
                path[at++] = (byte)'.';
            int written = _reader.ValueIsEscaped
                ? Fit(Encoding.UTF8.GetBytes(_reader.GetString()!), path[at..])
                : Fit(_reader.ValueSpan, path[at..]);
            _reader.Read();
            ReadValue(path, written < 0 ? -1 : at + written);
        }
    }

    /// <summary>Copies a name behind the path; −1 when the path grows too long to be a field.</summary>
    private static int Fit(ReadOnlySpan<byte> name, scoped Span<byte> path) => name.TryCopyTo(path) ? name.Length : -1;

    private void ReadValue(scoped Span<byte> path, int length)
    {
        switch (_reader.TokenType)
        {
            case JsonTokenType.Null:
                break;
            case JsonTokenType.StartObject when length <= 0:
                _reader.Skip();
                break;
            case JsonTokenType.StartObject:
                ReadObject(path, length);
                break;
            case JsonTokenType.StartArray:
                ReadArray(Resolve(path, length));
                break;
            default:
                AddScalar(Resolve(path, length));
                break;
        }
    }

    private void ReadArray(Field? field)
    {
        Utf8JsonReader ahead = _reader;
        bool plain = true;
        while (plain && ahead.Read() && ahead.TokenType != JsonTokenType.EndArray)
            plain = ahead.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray);
        if (plain)
        {
            while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
                AddScalar(field);
            return;
        }

        // Objects in a list cannot become fields without losing which value belongs to which: each is kept as JSON.
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            if (_reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                int start = (int)_reader.TokenStartIndex;
                _reader.Skip();
                if (field is not null)
                    _builder.Add(field.Id, _builder.Copy(_json[start..(int)_reader.BytesConsumed]), ValueKind.Json);
            }
            else
            {
                AddScalar(field);
            }
        }
    }

    private void AddScalar(Field? field)
    {
        if (field is null)
            return;
        switch (_reader.TokenType)
        {
            case JsonTokenType.String when !_reader.ValueIsEscaped:
                _builder.AddText(field.Id, _reader.ValueSpan);
                break;
            case JsonTokenType.String:
                AddUnescaped(field);
                break;
            case JsonTokenType.Number:
                // JSON's only whole number with two spellings is zero.
                ReadOnlySpan<byte> literal = _reader.ValueSpan.SequenceEqual("-0"u8) ? "0"u8 : _reader.ValueSpan;
                _builder.Add(field.Id, _builder.Copy(literal), NumberKind(field, literal));
                break;
            case JsonTokenType.True:
                _builder.AddBoolean(field, true);
                break;
            case JsonTokenType.False:
                _builder.AddBoolean(field, false);
                break;
        }
    }

    private readonly void AddUnescaped(Field field)
    {
        int length = _reader.ValueSpan.Length;
        byte[] rented = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            int written = _reader.CopyString(rented);
            _builder.AddText(field.Id, rented.AsSpan(0, written));
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate escape (\ud800) is legal JSON and no text: its raw form is kept as it was written.
            _builder.AddText(field.Id, _reader.ValueSpan);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>A declared keyword stays text, whatever the sender's JSON made of it: <c>event.code: 302013</c>.</summary>
    private static ValueKind NumberKind(Field field, ReadOnlySpan<byte> literal) =>
        field is { IsDeclared: true, Type: FieldType.Keyword or FieldType.Text } ? ValueKind.Text
        : literal.IndexOfAny(".eE"u8) >= 0 ? ValueKind.Decimal
        : ValueKind.Integer;

    private static Field? Resolve(scoped ReadOnlySpan<byte> path, int length) =>
        length > 0 && Fields.TryIntern(path[..length], out Field? field) ? field : null;
}
