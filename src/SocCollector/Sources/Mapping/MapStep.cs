using System.Globalization;
using SocCollector.Formats;
using SocCore.Events;

namespace SocCollector.Sources.Mapping;

/// <summary>Takes the first decoded field that is there, brings its text into the form that is wanted, and adds it to the target.</summary>
internal sealed class MapStep(int[] slots, Target target) : Step
{
    /// <summary>The part of the text that is wanted.</summary>
    public TextCut? Cut { get; init; }

    /// <summary>Lower or upper case: −1, 1; 0 leaves it.</summary>
    public int Case { get; init; }

    /// <summary>The mark between the values of a list; 0 when the text is one value.</summary>
    public byte Split { get; init; }

    /// <summary>The mark between whole and fraction when it is not a point.</summary>
    public byte DecimalMark { get; init; }

    /// <summary>What numbers are multiplied with.</summary>
    public decimal Factor { get; init; } = 1;

    /// <inheritdoc/>
    public override void Run(MappingRun run)
    {
        foreach (int slot in slots)
        {
            if (!run.Fields.TryGet(slot, out DecodedValue value))
                continue;
            target.Open(run);
            while (true)
            {
                Write(run, value);
                if (value.Next == 0 || target.Field is { IsArray: false, IsDeclared: true })
                    return;
                value = run.Fields.At(value.Next - 1);
            }
        }
    }

    private void Write(MappingRun run, in DecodedValue value)
    {
        TextRange text = Cut is null ? value.Range : Cut.Of(run.Builder, value.Range);
        if (text.Length == 0)
            return;
        if (Case != 0)
            text = Recase(run.Builder, text);
        if (DecimalMark != 0 || Factor != 1)
            WriteNumber(run, text);
        else if (Split != 0)
            WriteList(run, text);
        else
            target.Write(run, text, value.Kind);
    }

    private void WriteList(MappingRun run, TextRange text)
    {
        int start = 0;
        while (start <= text.Length)
        {
            int mark = run.Builder.TextOf(text)[start..].IndexOf(Split);
            int end = mark < 0 ? text.Length : start + mark;
            ReadOnlySpan<byte> item = run.Builder.TextOf(text)[start..end];
            int from = start + (item.Length - item.TrimStart((byte)' ').Length);
            int length = item.Trim((byte)' ').Length;
            if (length > 0)
                target.Write(run, new TextRange(text.Offset + from, length), ValueKind.Text);
            start = end + 1;
        }
    }

    private void WriteNumber(MappingRun run, TextRange text)
    {
        EventBatchBuilder builder = run.Builder;
        Span<byte> room = stackalloc byte[64];
        if (text.Length > room.Length)
        {
            run.Reject(target.Field, text);
            return;
        }

        ReadOnlySpan<byte> written = builder.TextOf(text);
        written.CopyTo(room);
        room = room[..written.Length];
        if (DecimalMark != 0)
        {
            // A point is the thousands' mark where a comma is the decimal mark: 1.234,5.
            int length = 0;
            foreach (byte b in room)
            {
                if (b == DecimalMark)
                    room[length++] = (byte)'.';
                else if (b is not ((byte)'.' or (byte)' '))
                    room[length++] = b;
            }

            room = room[..length];
        }

        if (!decimal.TryParse(room, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out decimal number)
            || Math.Abs(number) > decimal.MaxValue / Math.Max(1, Math.Abs(Factor)))
        {
            run.Reject(target.Field, text);
            return;
        }

        number *= Factor;
        if (target.Field.Type == FieldType.Long)
            number = decimal.Round(number);
        number.TryFormat(builder.Reserve(40), out int used, default, CultureInfo.InvariantCulture);
        target.Write(run, builder.Advance(used), number == decimal.Truncate(number) ? ValueKind.Integer : ValueKind.Decimal);
    }

    private TextRange Recase(EventBatchBuilder builder, TextRange text)
    {
        Span<byte> room = builder.Reserve(text.Length);
        ReadOnlySpan<byte> from = builder.TextOf(text);
        if (System.Text.Ascii.IsValid(from))
        {
            if (Case < 0)
                System.Text.Ascii.ToLower(from, room, out _);
            else
                System.Text.Ascii.ToUpper(from, room, out _);
            return builder.Advance(text.Length);
        }

        string written = System.Text.Encoding.UTF8.GetString(from);
        return builder.Copy(System.Text.Encoding.UTF8.GetBytes(Case < 0 ? written.ToLowerInvariant() : written.ToUpperInvariant()));
    }
}
