using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using SocCore.Events;

namespace SocCollector.Formats;

/// <summary>
/// One JSON object: each leaf by its dotted path. Lists of plain values are lists; of a list of objects the first four are
/// read by their number, and the list as a whole is kept as JSON where the mapping does not read into it.
/// </summary>
internal sealed class JsonDecoder : ContentDecoder
{
    private const int LongestPath = 384;
    private const int ObjectsRead = 4;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = EcsJsonReader.MaxDepth };

    /// <inheritdoc/>
    public override bool IsOpen => true;

    /// <inheritdoc/>
    public override string? Decode(ReadOnlySpan<byte> content, int at, DecodedFields fields)
    {
        if (content.StartsWith("\uFEFF"u8))
        {
            content = content[3..];
            at += 3;
        }

        Span<byte> path = stackalloc byte[LongestPath];
        Walk walk = new(content, at, fields, path);
        try
        {
            return walk.Document();
        }
        catch (JsonException e)
        {
            return string.Create(CultureInfo.InvariantCulture, $"The line is no JSON: it breaks at byte {e.BytePositionInLine ?? 0}.");
        }
    }

    private ref struct Walk(ReadOnlySpan<byte> content, int at, DecodedFields fields, Span<byte> path)
    {
        private readonly Span<byte> _path = path;
        private Utf8JsonReader _reader = new(content, Options);

        public string? Document()
        {
            if (!_reader.Read() || _reader.TokenType != JsonTokenType.StartObject)
                return "The line is no JSON object.";
            Object(0, keepsUnnamed: true);
            return _reader.Read() ? "Text follows the JSON object." : null;
        }

        private void Object(int length, bool keepsUnnamed)
        {
            while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
            {
                int end = Append(length);
                _reader.Read();
                Value(end, keepsUnnamed);
            }
        }

        private int Append(int length)
        {
            if (length < 0)
                return -1;
            int start = length == 0 ? 0 : length + 1;
            int room = _path.Length - start;
            int needed = _reader.ValueSpan.Length;
            if (needed > room || needed == 0)
                return needed == 0 ? length : -1;
            if (start > 0)
                _path[length] = (byte)'.';
            return start + (_reader.ValueIsEscaped ? _reader.CopyString(_path[start..]) : Copy(_reader.ValueSpan, _path[start..]));
        }

        private static int Copy(ReadOnlySpan<byte> from, Span<byte> to)
        {
            from.CopyTo(to);
            return from.Length;
        }

        private void Value(int length, bool keepsUnnamed)
        {
            switch (_reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    Object(length, keepsUnnamed);
                    break;
                case JsonTokenType.StartArray:
                    List(length, keepsUnnamed);
                    break;
                case JsonTokenType.Null:
                    break;
                default:
                    Leaf(length, keepsUnnamed);
                    break;
            }
        }

        private void List(int length, bool keepsUnnamed)
        {
            int start = (int)_reader.TokenStartIndex;
            int number = 0;
            bool objects = false;
            while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
            {
                if (_reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                {
                    objects = true;
                    int inner = number < ObjectsRead && length >= 0 && length + 2 < _path.Length ? length + 2 : -1;
                    if (inner > 0)
                    {
                        _path[length] = (byte)'.';
                        _path[length + 1] = (byte)('0' + number);
                    }

                    Value(inner, keepsUnnamed: false);
                }
                else
                {
                    Value(length, keepsUnnamed);
                }

                number++;
            }

            if (objects && length > 0)
                Put(length, start, (int)_reader.BytesConsumed - start, ValueKind.Json, keepsUnnamed);
        }

        private void Leaf(int length, bool keepsUnnamed)
        {
            if (length <= 0)
                return;
            int start = (int)_reader.TokenStartIndex;
            switch (_reader.TokenType)
            {
                case JsonTokenType.String when !_reader.ValueIsEscaped:
                    Put(length, start + 1, _reader.ValueSpan.Length, ValueKind.Text, keepsUnnamed);
                    break;
                case JsonTokenType.String:
                    Unescape(length, start + 1, keepsUnnamed);
                    break;
                case JsonTokenType.Number:
                    Put(length, start, _reader.ValueSpan.Length, _reader.ValueSpan.IndexOfAny(".eE"u8) >= 0 ? ValueKind.Decimal : ValueKind.Integer, keepsUnnamed);
                    break;
                default:
                    Put(length, start, _reader.ValueSpan.Length, ValueKind.Boolean, keepsUnnamed);
                    break;
            }
        }

        private void Put(int length, int start, int valueLength, ValueKind kind, bool keepsUnnamed)
        {
            ReadOnlySpan<byte> name = _path[..length];
            if (keepsUnnamed)
            {
                fields.Put(name, at + start, valueLength, kind);
                return;
            }

            int slot = fields.Layout.Find(name);
            if (slot >= 0)
                fields.Set(slot, at + start, valueLength, kind);
        }

        private void Unescape(int length, int start, bool keepsUnnamed)
        {
            ReadOnlySpan<byte> name = _path[..length];
            int slot = fields.Layout.Find(name);
            if (slot < 0 && !keepsUnnamed)
                return;
            byte[] rented = ArrayPool<byte>.Shared.Rent(_reader.ValueSpan.Length);
            ReadOnlySpan<byte> text;
            try
            {
                text = rented.AsSpan(0, _reader.CopyString(rented));
            }
            catch (InvalidOperationException)
            {
                // A lone surrogate escape (\ud800) is legal JSON and no text: its written form is kept.
                text = _reader.ValueSpan;
            }

            if (slot >= 0)
                fields.SetText(slot, text, at + start, _reader.ValueSpan.Length);
            else
                fields.PutText(name, text, at + start, _reader.ValueSpan.Length);
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
