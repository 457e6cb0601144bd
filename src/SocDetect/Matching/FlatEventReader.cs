using System.Text.Json;
using SocCore.Events;

namespace SocDetect.Matching;

/// <summary>
/// Reads one event in Sigma's own names into a builder: only the fields that rules read become values, and where rules have
/// keywords the others as values of one unnamed field. Null and empty lists are missing; nested objects are dotted paths.
/// </summary>
internal ref struct FlatEventReader
{
    private const int LongestPath = 512;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = 64 };

    private readonly EventBatchBuilder _builder;
    private readonly WantedFields _wanted;
    private readonly Span<byte> _path;
    private Utf8JsonReader _reader;
    private TextRange _product;
    private TextRange _service;
    private TextRange _category;

    private FlatEventReader(ReadOnlySpan<byte> json, EventBatchBuilder builder, WantedFields wanted, Span<byte> path)
    {
        _builder = builder;
        _wanted = wanted;
        _path = path;
        _reader = new Utf8JsonReader(json, Options);
    }

    /// <summary>Reads the event; returns the length of the log source's key (product, service, category, with U+0000 between).</summary>
    /// <exception cref="JsonException">The line is no JSON object.</exception>
    public static int Read(ReadOnlySpan<byte> json, EventBatchBuilder builder, WantedFields wanted, Span<byte> key)
    {
        FlatEventReader walk = new(json, builder, wanted, stackalloc byte[LongestPath]);
        if (!walk._reader.Read() || walk._reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("The line is no JSON object.");
        walk.ReadObject(0);
        if (walk._reader.Read())
            throw new JsonException("Text follows the JSON object.");
        int at = walk.Append(walk._product, key, 0);
        key[at++] = 0;
        at = walk.Append(walk._service, key, at);
        key[at++] = 0;
        return walk.Append(walk._category, key, at);
    }

    private readonly int Append(TextRange range, Span<byte> key, int at)
    {
        ReadOnlySpan<byte> text = _builder.TextOf(range);
        // A log source's word is short; one that is not is none.
        if (text.Length > 64)
            return at;
        text.CopyTo(key[at..]);
        return at + text.Length;
    }

    private void ReadObject(int length)
    {
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            int at = length;
            bool fits = _reader.ValueSpan.Length + at + 1 <= LongestPath;
            if (fits)
            {
                if (at > 0)
                    _path[at++] = (byte)'.';
                at += CopyName(_path[at..]);
            }

            _reader.Read();
            ReadValue(fits ? at : -1);
        }
    }

    private readonly int CopyName(Span<byte> path)
    {
        if (_reader.ValueIsEscaped)
            return _reader.CopyString(path);
        _reader.ValueSpan.CopyTo(path);
        return _reader.ValueSpan.Length;
    }

    private void ReadValue(int length)
    {
        switch (_reader.TokenType)
        {
            case JsonTokenType.Null:
                return;
            case JsonTokenType.StartObject when length < 0:
                _reader.Skip();
                return;
            case JsonTokenType.StartObject:
                ReadObject(length);
                return;
        }

        if (length > 6 && _reader.TokenType == JsonTokenType.String && TryLogSource(_path[..length]))
            return;
        int field = length < 0 ? -1 : FieldOf(_path[..length]);
        if (_reader.TokenType == JsonTokenType.StartArray)
            ReadList(field, length);
        else if (field >= 0)
            Add(field);
    }

    private bool TryLogSource(ReadOnlySpan<byte> name)
    {
        if (name[0] != (byte)'s' || !name.StartsWith("sigma_"u8))
            return false;
        if (name.SequenceEqual("sigma_product"u8))
            _product = Copy();
        else if (name.SequenceEqual("sigma_service"u8))
            _service = Copy();
        else if (name.SequenceEqual("sigma_category"u8))
            _category = Copy();
        else
            return false;
        return true;
    }

    private readonly int FieldOf(ReadOnlySpan<byte> name) =>
        Fields.Find(name) is { } field && _wanted.Contains(field.Id) ? field.Id
        : _wanted.Everything ? EcsField.CityUnmapped.Id
        : -1;

    private void ReadList(int field, int length)
    {
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            switch (_reader.TokenType)
            {
                case JsonTokenType.StartObject when length >= 0:
                    // Any element: the members of all objects of a list are values of one path.
                    ReadObject(length);
                    break;
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    _reader.Skip();
                    break;
                case JsonTokenType.Null:
                    break;
                default:
                    if (field >= 0)
                        Add(field);
                    break;
            }
        }
    }

    private void Add(int field)
    {
        switch (_reader.TokenType)
        {
            case JsonTokenType.String:
                AddText(field);
                break;
            case JsonTokenType.Number:
                _builder.Add(field, _builder.Copy(_reader.ValueSpan), _reader.ValueSpan.IndexOfAny(".eE"u8) >= 0 ? ValueKind.Decimal : ValueKind.Integer);
                break;
            case JsonTokenType.True or JsonTokenType.False:
                _builder.Add(field, _builder.Copy(_reader.ValueSpan), ValueKind.Boolean);
                break;
        }
    }

    private void AddText(int field)
    {
        TextRange range = Copy();
        if (TextForm.NeedsWork(_builder.TextOf(range)))
            range = _builder.Copy(TextForm.ToNfc(_builder.TextOf(range)));
        _builder.Add(field, range, ValueKind.Text);
    }

    private TextRange Copy()
    {
        if (!_reader.ValueIsEscaped)
            return _builder.Copy(_reader.ValueSpan);
        try
        {
            return _builder.Advance(_reader.CopyString(_builder.Reserve(_reader.ValueSpan.Length)));
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate escape is legal JSON and no text: its raw form is kept as it was written.
            return _builder.Copy(_reader.ValueSpan);
        }
    }
}
