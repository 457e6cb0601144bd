using System.Globalization;
using System.Text;
using SocCore.Conditions;
using SocCore.Events;

namespace SocStore.Embedded.Events;

/// <summary>
/// A text pattern as a test in SQL. Case is folded by our own classes, spelled into an RE2 expression (<c>[đĐ]</c>): no
/// folding of the engine's is used, so both sides mean the same.
/// </summary>
internal static class TextPatternSql
{
    /// <summary>RE2 refuses programs beyond its memory; what is longer is cut, and the matcher looks at the rest.</summary>
    private const int LongestLiteral = 400;

    /// <summary>Tests a SQL text expression; exact unless the pattern is too long.</summary>
    public static SqlBounds Test(string text, TextPattern pattern, bool cased, SqlParameters parameters)
    {
        if (pattern.IsAny)
            return SqlBounds.True;
        if (Plain(text, pattern, cased, parameters) is { } plain)
            return SqlBounds.Of(plain);
        TextPattern shortened = Shorten(pattern);
        string found = $"regexp_matches({text}, {parameters.Add(Expression(shortened, cased))}, 's')";
        return ReferenceEquals(shortened, pattern) ? SqlBounds.Of(found) : SqlBounds.Superset(found);
    }

    /// <summary>Whether the pattern could be met by a text of these characters alone.</summary>
    public static bool MayBeMetBy(TextPattern pattern, string characters)
    {
        foreach (TextPart part in pattern.Parts)
        {
            if (part.Kind == TextPartKind.Literal && part.Text.AsSpan().IndexOfAnyExcept(characters) >= 0)
                return false;
        }

        return true;
    }

    /// <summary>The pattern as an RE2 expression over the whole text.</summary>
    public static string Expression(TextPattern pattern, bool cased)
    {
        StringBuilder expression = new();
        IReadOnlyList<TextPart> parts = pattern.Parts;
        if (parts.Count == 0 || parts[0].Kind != TextPartKind.AnyRun)
            expression.Append("\\A");
        for (int i = 0; i < parts.Count; i++)
        {
            switch (parts[i].Kind)
            {
                case TextPartKind.AnyRun when i == 0 || i == parts.Count - 1:
                    break;
                case TextPartKind.AnyRun:
                    expression.Append(".*?");
                    break;
                case TextPartKind.AnyOne:
                    expression.Append('.');
                    break;
                case TextPartKind.OneOf:
                    Class(parts[i].Text.EnumerateRunes().SelectMany(r => Alike(r.Value, cased)), expression);
                    break;
                default:
                    Literal(parts[i].Text, cased, expression);
                    break;
            }
        }

        if (parts.Count == 0 || parts[^1].Kind != TextPartKind.AnyRun)
            expression.Append("\\z");
        return expression.ToString();
    }

    /// <summary>
    /// An expression that is found in the JSON text of a document when some text of it meets the pattern; found more often
    /// than that, since names and structure are searched too.
    /// </summary>
    public static string DocumentExpression(TextPattern pattern, bool cased)
    {
        StringBuilder expression = new();
        foreach (TextPart part in Shorten(pattern).Parts)
        {
            switch (part.Kind)
            {
                case TextPartKind.AnyRun:
                    expression.Append(".*?");
                    break;
                case TextPartKind.Literal:
                    foreach (Rune rune in part.Text.EnumerateRunes())
                        Escaped(rune.Value, cased, expression);
                    break;
                default:
                    expression.Append("(?:\\\\u[0-9a-f]{4}|\\\\.|.)");
                    break;
            }
        }

        return expression.ToString();
    }

    /// <summary>A test without a regular expression, where there is one that is exact: it is faster.</summary>
    private static string? Plain(string text, TextPattern pattern, bool cased, SqlParameters parameters)
    {
        IReadOnlyList<TextPart> parts = pattern.Parts;
        TextPart[] literals = [.. parts.Where(static p => p.Kind == TextPartKind.Literal)];
        if (literals.Length > 1 || parts.Any(static p => p.Kind is TextPartKind.AnyOne or TextPartKind.OneOf))
            return null;
        string literal = literals.Length == 0 ? "" : literals[0].Text;
        // Parameters end at a NUL.
        if (literal.Contains('\0', StringComparison.Ordinal) || (!cased && HasCase(literal)))
            return null;
        bool before = parts.Count > 1 && parts[0].Kind == TextPartKind.AnyRun;
        bool behind = parts.Count > 1 && parts[^1].Kind == TextPartKind.AnyRun;
        string value = parameters.Add(literal);
        return (before, behind) switch
        {
            (false, false) => $"{text} = {value}",
            (true, true) => $"contains({text}, {value})",
            (true, false) => $"ends_with({text}, {value})",
            _ => $"starts_with({text}, {value})",
        };
    }

    private static bool HasCase(string literal)
    {
        foreach (Rune rune in literal.EnumerateRunes())
        {
            if (Fold.ClassOf(rune.Value).Count > 1)
                return true;
        }

        return false;
    }

    private static TextPattern Shorten(TextPattern pattern)
    {
        int length = pattern.Parts.Sum(static p => p.Text.Length);
        if (length <= LongestLiteral && pattern.Parts.Count <= LongestLiteral)
            return pattern;
        List<TextPart> parts = [];
        int left = LongestLiteral;
        foreach (TextPart part in pattern.Parts)
        {
            if (part.Text.Length > left || parts.Count == LongestLiteral)
            {
                // A literal may be cut anywhere but within a surrogate pair; a set is left out as a whole.
                int cut = left > 0 && left < part.Text.Length && char.IsHighSurrogate(part.Text[left - 1]) ? left - 1 : left;
                if (part.Kind == TextPartKind.Literal && cut > 0)
                    parts.Add(part with { Text = part.Text[..Math.Min(cut, part.Text.Length)] });
                break;
            }

            parts.Add(part);
            left -= part.Text.Length;
        }

        parts.Add(new TextPart(TextPartKind.AnyRun));
        return new TextPattern(parts);
    }

    private static IReadOnlyList<int> Alike(int scalar, bool cased) => cased ? [scalar] : Fold.ClassOf(scalar);

    private static void Literal(string text, bool cased, StringBuilder expression)
    {
        foreach (Rune rune in text.EnumerateRunes())
            Class(Alike(rune.Value, cased), expression);
    }

    private static void Class(IEnumerable<int> scalars, StringBuilder expression)
    {
        int[] members = [.. scalars];
        if (members.Length != 1)
            expression.Append('[');
        foreach (int scalar in members)
            One(scalar, expression);
        if (members.Length != 1)
            expression.Append(']');
    }

    private static void One(int scalar, StringBuilder expression)
    {
        if (scalar < 0x80 && char.IsAsciiLetterOrDigit((char)scalar))
            expression.Append((char)scalar);
        else
            expression.Append(CultureInfo.InvariantCulture, $"\\x{{{scalar:X}}}");
    }

    /// <summary>A scalar as it stands in JSON text: escaped in a text, bare in an object that is kept as it came.</summary>
    private static void Escaped(int scalar, bool cased, StringBuilder expression)
    {
        if (scalar is not ('"' or '\\' or < 0x20))
        {
            Class(Alike(scalar, cased), expression);
            return;
        }

        expression.Append("(?:");
        if (scalar is '"' or '\\')
            expression.Append(CultureInfo.InvariantCulture, $"\\\\\\x{{{scalar:X}}}");
        else
            expression.Append(CultureInfo.InvariantCulture, $"\\\\(?:u{scalar:x4}|[ntr])");
        expression.Append('|');
        One(scalar, expression);
        expression.Append(')');
    }
}
