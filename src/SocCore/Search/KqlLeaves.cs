using System.Globalization;
using SocCore.Conditions;
using SocCore.Events;

namespace SocCore.Search;

/// <summary>Makes leaves of fields and values, by the type of the field.</summary>
internal sealed class KqlLeaves(DateTimeOffset now)
{
    private readonly KqlTime _time = new(now);

    /// <summary>A word without a field.</summary>
    public Condition Bare(KqlField? field, KqlLiteral literal)
    {
        if (literal.Pattern.IsAny)
            return Condition.True;
        return field is null ? new KeywordLeaf(literal.Pattern.Padded(before: true, behind: true)) : Equal(field, literal);
    }

    /// <summary><c>field:value</c>.</summary>
    public Condition Equal(KqlField field, KqlLiteral literal)
    {
        FieldRef reference = new(field.Field);
        if (literal is { IsQuoted: false, Pattern.IsAny: true })
            return new ExistsLeaf(reference);
        if (field.Ranks.Count > 0)
            return new NumberLeaf(reference, Comparison.Equal, Rank(field, literal));
        if (field.Words.Count > 0 && literal.Pattern.IsLiteral && !field.Words.Contains(literal.Text, StringComparer.OrdinalIgnoreCase))
            throw KqlSyntaxException.At(literal.Position, $"'{field.Name}' is never '{literal.Text}'; it is {string.Join(", ", field.Words)}.", [.. field.Words]);
        if (!literal.Pattern.IsLiteral)
            return new TextLeaf(reference, Worded(field, literal.Pattern));
        return field.Type switch
        {
            FieldType.Address => new AddressLeaf(reference, NetworkOf(field, literal)),
            FieldType.Long or FieldType.Double => new NumberLeaf(reference, Comparison.Equal, Number(field, literal)),
            FieldType.Date => Date(reference, field, literal),
            FieldType.Boolean when literal.Text.ToUpperInvariant() is not ("TRUE" or "FALSE") =>
                throw KqlSyntaxException.At(literal.Position, $"'{field.Name}' is true or false, not '{literal.Text}'.", "true", "false"),
            _ => new TextLeaf(reference, Worded(field, literal.Pattern)),
        };
    }

    /// <summary><c>field &gt;= value</c>.</summary>
    public Condition Compare(KqlField field, Comparison comparison, KqlLiteral literal)
    {
        FieldRef reference = new(field.Field);
        if (!literal.Pattern.IsLiteral)
            throw KqlSyntaxException.At(literal.Position, $"'{literal.Text}' has wildcards; '{field.Name}' can only be compared with one value.", "number", "date");
        if (field.Ranks.Count > 0)
            return new NumberLeaf(reference, comparison, Rank(field, literal));
        switch (field.Type)
        {
            case FieldType.Date:
                return new InstantLeaf(reference, comparison, Instant(field, literal).Start);
            case FieldType.Long or FieldType.Double:
                return new NumberLeaf(reference, comparison, Number(field, literal));
            case FieldType.Keyword when TryNumber(literal.Text, out decimal number):
                return new NumberLeaf(reference, comparison, number);
            case FieldType.Keyword when !field.Field.IsDeclared && _time.TryRead(literal.Text, out KqlMoment moment):
                return new InstantLeaf(reference, comparison, moment.Start);
            default:
                string cure = field.Type == FieldType.Address ? "use a network, as in 192.0.2.0/24" : "compare it with a number, or use wildcards";
                throw KqlSyntaxException.At(literal.Position, $"'{field.Name}' cannot be compared with '{literal.Text}'; {cure}.", "number");
        }
    }

    private static TextPattern Worded(KqlField field, TextPattern pattern)
    {
        TextPattern bare = field.IgnoresMarks ? Marks.Strip(pattern) : pattern;
        return field.Type == FieldType.Text ? bare.Padded(before: true, behind: true) : bare;
    }

    private Condition Date(FieldRef reference, KqlField field, KqlLiteral literal)
    {
        KqlMoment moment = Instant(field, literal);
        return moment.End is { } end
            ? new All([new InstantLeaf(reference, Comparison.GreaterOrEqual, moment.Start), new InstantLeaf(reference, Comparison.Less, end)])
            : new InstantLeaf(reference, Comparison.Equal, moment.Start);
    }

    private KqlMoment Instant(KqlField field, KqlLiteral literal) =>
        _time.TryRead(literal.Text, out KqlMoment moment)
            ? moment
            : throw KqlSyntaxException.At(
                literal.Position, $"'{field.Name}' is a time, and '{literal.Text}' is none; write 2026-03-12, 2026-03-12T07:30:00Z, now or now-24h.", "date", "time", "now-24h");

    private static decimal Number(KqlField field, KqlLiteral literal) =>
        TryNumber(literal.Text, out decimal number)
            ? number
            : throw KqlSyntaxException.At(literal.Position, $"'{field.Name}' is a number, and '{literal.Text}' is none.", "number", "*");

    private static bool TryNumber(string text, out decimal number) => decimal.TryParse(
        text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out number);

    private static decimal Rank(KqlField field, KqlLiteral literal)
    {
        if (literal.Pattern.IsLiteral && field.Ranks.TryGetValue(literal.Text.ToLowerInvariant(), out decimal rank))
            return rank;
        if (literal.Pattern.IsLiteral && TryNumber(literal.Text, out decimal number) && field.Ranks.Values.Contains(number))
            return number;
        string[] words = [.. field.Ranks.OrderBy(static r => r.Value).Select(static r => r.Key)];
        throw KqlSyntaxException.At(literal.Position, $"'{field.Name}' is never '{literal.Text}'; it is {string.Join(", ", words)}.", words);
    }

    private static Network NetworkOf(KqlField field, KqlLiteral literal)
    {
        try
        {
            return Network.Parse(literal.Text);
        }
        catch (FormatException e)
        {
            throw KqlSyntaxException.At(literal.Position, $"'{field.Name}' is an address: {e.Message}", "address", "network", "192.0.2.*");
        }
    }
}
