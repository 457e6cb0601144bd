using System.Text;
using SocCore.Conditions;
using SocCore.Events;

namespace SocStore.Elastic.Dsl;

/// <summary>
/// A text pattern as a Lucene regular expression over a whole term. Case is spelled as classes of our own fold
/// (<c>[đĐ]</c>): no folding of the engine's is used, so both sides mean the same. <c>.</c> is one scalar, line breaks
/// included.
/// </summary>
internal static class LuceneExpression
{
    /// <summary>Each single place behind a run doubles the states of the automaton; beyond these it is widened to a run.</summary>
    private const int MostPlacesBehindRun = 6;

    /// <summary>
    /// The most places of an expression, in bytes of the text that meets it. Lucene follows an automaton by recursion, 1,000
    /// states deep, and a text that repeats itself behind a run takes the square of its length to make deterministic.
    /// </summary>
    public const int MostPlaces = 500;

    private const string Run = ".*";
    private const string AnyOne = ".";

    /// <summary>The expression, and whether it is the pattern and no superset of it.</summary>
    public static (string Expression, bool IsExact) Of(string key, TextPattern pattern, bool cased, int longest)
    {
        StringBuilder expression = new();
        foreach (Rune rune in key.EnumerateRunes())
            One(rune, expression);
        bool exact = true;
        int places = Encoding.UTF8.GetByteCount(key);
        int single = 0;
        bool behindRun = false;
        foreach ((string element, int bytes) in Elements(pattern, cased))
        {
            string next = element;
            if (element == Run)
                behindRun = true;
            if (element == AnyOne && behindRun && ++single > MostPlacesBehindRun)
            {
                exact = false;
                next = Run;
            }

            places += bytes;
            if (places > MostPlaces || expression.Length + next.Length + Run.Length > longest)
                return (expression.Append(Run).ToString(), false);
            expression.Append(next);
        }

        return (expression.ToString(), exact);
    }

    /// <summary>A text as an expression that only it meets.</summary>
    public static string Literal(string text)
    {
        StringBuilder expression = new();
        foreach (Rune rune in text.EnumerateRunes())
            One(rune, expression);
        return expression.ToString();
    }

    /// <summary>The pattern piece by piece, each with the most bytes of what meets one place of it.</summary>
    private static IEnumerable<(string Element, int Bytes)> Elements(TextPattern pattern, bool cased)
    {
        foreach (TextPart part in pattern.Parts)
        {
            switch (part.Kind)
            {
                case TextPartKind.AnyRun:
                    yield return (Run, 1);
                    break;
                case TextPartKind.AnyOne:
                    yield return (AnyOne, 1);
                    break;
                case TextPartKind.OneOf:
                    yield return Class(part.Text.EnumerateRunes().SelectMany(r => Alike(r.Value, cased)));
                    break;
                default:
                    foreach (Rune rune in part.Text.EnumerateRunes())
                        yield return Class(Alike(rune.Value, cased));
                    break;
            }
        }
    }

    private static IReadOnlyList<int> Alike(int scalar, bool cased) => cased ? [scalar] : Fold.ClassOf(scalar);

    private static (string Element, int Bytes) Class(IEnumerable<int> scalars)
    {
        StringBuilder expression = new();
        int[] members = [.. scalars.Distinct()];
        if (members.Length != 1)
            expression.Append('[');
        foreach (int scalar in members)
            One(new Rune(scalar), expression);
        if (members.Length != 1)
            expression.Append(']');
        return (expression.ToString(), members.Length == 0 ? 0 : members.Max(static m => new Rune(m).Utf8SequenceLength));
    }

    /// <summary>A backslash before a letter or digit names a class; before anything else it makes it literal, also within brackets.</summary>
    private static void One(Rune rune, StringBuilder expression)
    {
        if (rune.Value < 0x80 && !char.IsAsciiLetterOrDigit((char)rune.Value))
            expression.Append('\\');
        expression.Append(rune.ToString());
    }
}
