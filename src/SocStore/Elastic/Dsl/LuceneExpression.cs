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

    private const string Run = ".*";

    /// <summary>The expression, and whether it is the pattern and no superset of it.</summary>
    public static (string Expression, bool IsExact) Of(string key, TextPattern pattern, bool cased, int longest)
    {
        StringBuilder expression = new();
        foreach (Rune rune in key.EnumerateRunes())
            One(rune, expression);
        bool exact = true;
        int places = 0;
        bool behindRun = false;
        foreach (string element in Elements(pattern, cased))
        {
            string next = element;
            if (element == ".*")
                behindRun = true;
            if (element == "." && behindRun && ++places > MostPlacesBehindRun)
            {
                exact = false;
                next = Run;
            }

            if (expression.Length + next.Length + Run.Length > longest)
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

    private static IEnumerable<string> Elements(TextPattern pattern, bool cased)
    {
        foreach (TextPart part in pattern.Parts)
        {
            switch (part.Kind)
            {
                case TextPartKind.AnyRun:
                    yield return Run;
                    break;
                case TextPartKind.AnyOne:
                    yield return ".";
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

    private static string Class(IEnumerable<int> scalars)
    {
        StringBuilder expression = new();
        int[] members = [.. scalars.Distinct()];
        if (members.Length != 1)
            expression.Append('[');
        foreach (int scalar in members)
            One(new Rune(scalar), expression);
        if (members.Length != 1)
            expression.Append(']');
        return expression.ToString();
    }

    /// <summary>A backslash before a letter or digit names a class; before anything else it makes it literal, also within brackets.</summary>
    private static void One(Rune rune, StringBuilder expression)
    {
        if (rune.Value < 0x80 && !char.IsAsciiLetterOrDigit((char)rune.Value))
            expression.Append('\\');
        expression.Append(rune.ToString());
    }
}
