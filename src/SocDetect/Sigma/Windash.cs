using SocCore.Conditions;

namespace SocDetect.Sigma;

/// <summary>
/// Makes each <c>-</c> or <c>/</c> at a word's start (no word character before, one behind) stand for any of the five signs
/// that Windows programs take for an option's dash.
/// </summary>
internal static class Windash
{
    /// <summary>Hyphen, slash, en dash, em dash, horizontal bar.</summary>
    private const string Dashes = "-/\u2013\u2014\u2015";

    public static TextPattern Apply(TextPattern pattern)
    {
        List<TextPart> parts = [];
        foreach (TextPart part in pattern.Parts)
        {
            if (part.Kind == TextPartKind.Literal)
                Split(part.Text, parts);
            else
                parts.Add(part);
        }

        return new TextPattern(parts);
    }

    private static void Split(string text, List<TextPart> parts)
    {
        int from = 0;
        for (int i = 0; i < text.Length; i++)
        {
            bool starts = text[i] is '-' or '/' && (i == 0 || !IsWord(text[i - 1])) && i + 1 < text.Length && IsWord(text[i + 1]);
            if (!starts)
                continue;
            if (i > from)
                parts.Add(new TextPart(TextPartKind.Literal, text[from..i]));
            parts.Add(new TextPart(TextPartKind.OneOf, Dashes));
            from = i + 1;
        }

        if (from < text.Length)
            parts.Add(new TextPart(TextPartKind.Literal, text[from..]));
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c == '_';
}
