using System.Text;

namespace SocCollector.Sources.Language;

/// <summary>Splits texts with holes, <c>gate {gate} moving</c>; doubled braces are braces.</summary>
internal static class Template
{
    /// <summary>The literal texts and the holes' contents, in order; nothing and the problem in words when braces do not pair.</summary>
    public static IReadOnlyList<(string Text, bool IsHole)> Split(string text, out string? problem)
    {
        problem = null;
        List<(string, bool)> parts = [];
        StringBuilder literal = new();
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c is '{' or '}' && i + 1 < text.Length && text[i + 1] == c)
            {
                literal.Append(c);
                i++;
            }
            else if (c == '}')
            {
                problem = $"'{text}' has a closing brace without an opening one at character {i + 1}; a brace as such is written twice.";
                return [];
            }
            else if (c != '{')
            {
                literal.Append(c);
            }
            else
            {
                int close = text.IndexOf('}', i);
                if (close < 0)
                {
                    problem = $"'{text}' has an opening brace without a closing one at character {i + 1}; a brace as such is written twice.";
                    return [];
                }

                if (literal.Length > 0)
                    parts.Add((literal.ToString(), false));
                literal.Clear();
                parts.Add((text[(i + 1)..close], true));
                i = close;
            }
        }

        if (literal.Length > 0)
            parts.Add((literal.ToString(), false));
        return parts;
    }
}
