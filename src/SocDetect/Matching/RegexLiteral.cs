using System.Text.RegularExpressions;
using SocCore.Conditions;
using SocCore.Events;

namespace SocDetect.Matching;

/// <summary>Finds a text that every value must contain in which a regular expression is found, so that the expression runs rarely.</summary>
internal static class RegexLiteral
{
    /// <summary>The longest plain run outside of groups and classes, folded; empty when there is none, or with an alternation.</summary>
    public static byte[] Required(RegexLeaf leaf)
    {
        bool ignoresCase = leaf.Options.HasFlag(RegexOptions.IgnoreCase) || leaf.Pattern.Contains("(?", StringComparison.Ordinal);
        string pattern = leaf.Pattern;
        string best = "";
        string run = "";
        for (int i = 0; i < pattern.Length; i++)
        {
            char c = pattern[i];
            if (c == '|')
                return [];
            bool plain = TryRead(pattern, ref i, ignoresCase, out char literal);
            char next = i + 1 < pattern.Length ? pattern[i + 1] : '\0';
            bool optional = next is '*' or '?' or '{';
            if (plain && !optional)
                run += literal;
            if (plain && !optional && next != '+')
                continue;
            best = run.Length > best.Length ? run : best;
            run = "";
        }

        return Fold.ToUtf8(run.Length > best.Length ? run : best);
    }

    /// <summary>Reads one element of the expression; true when it is one fixed character.</summary>
    private static bool TryRead(string pattern, ref int i, bool ignoresCase, out char literal)
    {
        literal = pattern[i];
        switch (literal)
        {
            case '\\':
                literal = pattern[++i];
                i += literal switch { 'x' => 2, 'u' => 4, _ => 0 };
                return literal < 0x80 && !char.IsLetterOrDigit(literal);
            case '(':
                i = GroupEnd(pattern, i);
                return false;
            case '[':
                i = ClassEnd(pattern, i);
                return false;
            case '{':
                i = Math.Max(i, pattern.IndexOf('}', i));
                return false;
            case '.' or '^' or '$' or '*' or '+' or '?':
                return false;
            default:
                // .NET ignores case for more than our fold does: the dotted I, the long s, the Kelvin sign.
                return literal < 0x80 && !(ignoresCase && literal is 'i' or 'I' or 'k' or 'K' or 's' or 'S');
        }
    }

    private static int ClassEnd(string pattern, int i)
    {
        int at = i + 1;
        if (at < pattern.Length && pattern[at] == '^')
            at++;
        if (at < pattern.Length && pattern[at] == ']')
            at++;
        while (at < pattern.Length && pattern[at] != ']')
            at += pattern[at] == '\\' ? 2 : 1;
        return at;
    }

    private static int GroupEnd(string pattern, int i)
    {
        int at = i + 1;
        while (at < pattern.Length && pattern[at] != ')')
        {
            at = pattern[at] switch
            {
                '\\' => at + 2,
                '[' => ClassEnd(pattern, at) + 1,
                '(' => GroupEnd(pattern, at) + 1,
                _ => at + 1,
            };
        }

        return at;
    }
}
