namespace SocDetect.Sigma;

/// <summary>
/// The regular expressions that rules may use: what every engine reads alike. Says what is outside of it, so that a rule
/// is refused when it loads and not read differently by a store.
/// </summary>
internal static class RegexDialect
{
    /// <summary>The first construct outside the dialect, or null; <paramref name="inlineFlags"/> tells of <c>(?i)</c>.</summary>
    public static string? Foreign(string pattern, out bool inlineFlags)
    {
        inlineFlags = false;
        bool inClass = false;
        for (int i = 0; i < pattern.Length; i++)
        {
            char c = pattern[i];
            if (c == '\\')
            {
                if (i + 1 == pattern.Length)
                    return "a backslash at the end";
                char next = pattern[++i];
                if (!Escapes(next, inClass))
                    return $"\\{next}";
                if (next is 'x' or 'u')
                    i += next == 'x' ? 2 : 4;
            }
            else if (inClass)
            {
                if (c == '-' && i + 1 < pattern.Length && pattern[i + 1] == '[')
                    return "the class subtraction -[";
                inClass = c != ']';
            }
            else if (c == '[')
            {
                inClass = true;
                if (i + 1 < pattern.Length && pattern[i + 1] == '^')
                    i++;
                if (i + 1 < pattern.Length && pattern[i + 1] == ']')
                    i++;
            }
            else if (c == '(' && i + 1 < pattern.Length && pattern[i + 1] == '?')
            {
                if (Group(pattern, i + 2, out bool flags) is { } foreign)
                    return foreign;
                inlineFlags |= flags;
            }
        }

        return null;
    }

    private static bool Escapes(char c, bool inClass) =>
        !char.IsAsciiLetterOrDigit(c) || c is 'd' or 'D' or 's' or 'S' or 'w' or 'W' or 't' or 'n' or 'r' or 'f' or 'v' or 'x' or 'u'
        || (!inClass && c is 'b' or 'B');

    private static string? Group(string pattern, int at, out bool flags)
    {
        flags = false;
        int end = at;
        while (end < pattern.Length && pattern[end] is 'i' or 'm' or 's' or '-')
            end++;
        if (end < pattern.Length && pattern[end] is ':' or ')')
        {
            flags = end > at;
            return null;
        }

        return "(?" + (at < pattern.Length ? pattern[at] : "");
    }
}
