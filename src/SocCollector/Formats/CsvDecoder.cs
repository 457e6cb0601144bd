using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace SocCollector.Formats;

/// <summary>
/// Separated values (RFC 4180 with any separator). Names come from the source file, or from header lines, which are
/// remembered for each sender until the next one.
/// </summary>
internal sealed class CsvDecoder : ContentDecoder
{
    private const int MostSenders = 10_000;

    private readonly byte[][] _columns;
    private readonly ConcurrentDictionary<string, byte[][]> _seen = [];

    public CsvDecoder(IReadOnlyList<string> columns) => _columns = [.. columns.Select(Encoding.UTF8.GetBytes)];

    /// <summary>What stands between values.</summary>
    public byte Separator { get; init; } = (byte)',';

    /// <summary>What values are wrapped in; doubled inside.</summary>
    public byte Quote { get; init; } = (byte)'"';

    /// <summary>How a header line begins; empty when there are none.</summary>
    public byte[] Header { get; init; } = [];

    /// <summary>Whether a line that begins with the first column's name is a header line.</summary>
    public bool FirstIsHeader { get; init; }

    /// <summary>How a line begins that is no record; empty when there are none.</summary>
    public byte[] Comment { get; init; } = [];

    /// <summary>Texts that mean that there is no value.</summary>
    public byte[][] Empty { get; init; } = [];

    /// <summary>The fewest values that a record has.</summary>
    public int Least { get; init; }

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

        if (Header.Length > 0 && content.StartsWith(Header))
            return Remember(content[Header.Length..].TrimStart(" \t"u8), fields);
        if (Comment.Length > 0 && content.StartsWith(Comment))
            return Steering;
        if (FirstIsHeader && _columns.Length > 0 && IsHeader(content))
            return Remember(content, fields);
        byte[][] columns = !_seen.IsEmpty && _seen.TryGetValue(fields.Sender, out byte[][]? seen) ? seen : _columns;
        if (columns.Length == 0)
            return "No header line of this sender has named the columns yet.";
        int count = Read(content, at, columns, fields);
        int least = columns == _columns ? Least : columns.Length;
        return count >= least ? null : string.Create(CultureInfo.InvariantCulture, $"The line has {count} columns where {least} are due.");
    }

    private bool IsHeader(ReadOnlySpan<byte> content)
    {
        ReadOnlySpan<byte> first = content.TrimStart(Quote);
        return first.StartsWith(_columns[0]) && first.Length > _columns[0].Length && (first[_columns[0].Length] == Separator || first[_columns[0].Length] == Quote);
    }

    private string Remember(ReadOnlySpan<byte> names, DecodedFields fields)
    {
        List<byte[]> columns = [];
        while (true)
        {
            int stop = names.IndexOf(Separator);
            ReadOnlySpan<byte> name = (stop < 0 ? names : names[..stop]).Trim(" \""u8);
            columns.Add(name.ToArray());
            if (stop < 0)
                break;
            names = names[(stop + 1)..];
        }

        if (_seen.Count >= MostSenders)
            _seen.Clear();
        _seen[fields.Sender] = [.. columns];
        return Steering;
    }

    private int Read(ReadOnlySpan<byte> content, int at, byte[][] columns, DecodedFields fields)
    {
        int count = 0;
        int pos = 0;
        while (pos <= content.Length)
        {
            ReadOnlySpan<byte> name = count < columns.Length ? columns[count] : "extra"u8;
            count++;
            if (pos < content.Length && content[pos] == Quote)
            {
                pos = Quoted(content, pos + 1, at, name, fields) + 1;
                continue;
            }

            int stop = content[pos..].IndexOf(Separator);
            int end = stop < 0 ? content.Length : pos + stop;
            ReadOnlySpan<byte> value = content[pos..end];
            if (!IsEmpty(value))
                fields.Put(name, at + pos, value.Length);
            pos = end + 1;
        }

        return count;
    }

    private int Quoted(ReadOnlySpan<byte> content, int start, int at, ReadOnlySpan<byte> name, DecodedFields fields)
    {
        int end = start;
        bool doubled = false;
        while (end < content.Length)
        {
            int quote = content[end..].IndexOf(Quote);
            end = quote < 0 ? content.Length : end + quote;
            if (end + 1 >= content.Length || content[end + 1] != Quote)
                break;
            doubled = true;
            end += 2;
        }

        end = Math.Min(end, content.Length);
        ReadOnlySpan<byte> raw = content[start..end];
        if (doubled)
            PutUndoubled(name, raw, at + start, fields);
        else
            fields.Put(name, at + start, raw.Length);
        int stop = end >= content.Length ? -1 : content[end..].IndexOf(Separator);
        return stop < 0 ? content.Length : end + stop;
    }

    private void PutUndoubled(ReadOnlySpan<byte> name, ReadOnlySpan<byte> raw, int offset, DecodedFields fields)
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(raw.Length);
        int written = 0;
        for (int i = 0; i < raw.Length; i++)
        {
            rented[written++] = raw[i];
            if (raw[i] == Quote && i + 1 < raw.Length && raw[i + 1] == Quote)
                i++;
        }

        fields.PutText(name, rented.AsSpan(0, written), offset, raw.Length);
        ArrayPool<byte>.Shared.Return(rented);
    }

    private bool IsEmpty(ReadOnlySpan<byte> value)
    {
        foreach (byte[] empty in Empty)
        {
            if (value.SequenceEqual(empty))
                return true;
        }

        return value.Length == 0;
    }
}
