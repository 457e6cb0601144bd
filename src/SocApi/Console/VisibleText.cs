using System.Globalization;
using System.Text;

namespace SocApi.Console;

/// <summary>
/// Text of strangers made honest for the eye: what turns the line around, hides itself or is not a character becomes its
/// number, as a part of its own. Encoding is the renderer's work and is never switched off.
/// </summary>
internal static class VisibleText
{
    /// <summary>A piece of the text; <paramref name="Hidden"/> when it stands for a character that would not be seen.</summary>
    public readonly record struct Part(string Text, bool Hidden);

    /// <summary>The pieces of a text, at most so many characters of it.</summary>
    public static IReadOnlyList<Part> Parts(string? text, int limit = int.MaxValue, bool keepLines = false)
    {
        if (string.IsNullOrEmpty(text))
            return [];
        List<Part> parts = [];
        StringBuilder plain = new();
        int taken = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (taken++ >= limit)
            {
                plain.Append('…');
                break;
            }

            if (!IsHidden(rune, keepLines))
            {
                plain.Append(rune.ToString());
                continue;
            }

            if (plain.Length > 0)
            {
                parts.Add(new Part(plain.ToString(), false));
                plain.Clear();
            }

            parts.Add(new Part($"U+{rune.Value:X4}", true));
        }

        if (plain.Length > 0)
            parts.Add(new Part(plain.ToString(), false));
        return parts;
    }

    /// <summary>The same in one string, for attributes and page titles.</summary>
    public static string Flat(string? text, int limit = int.MaxValue) =>
        string.Concat(Parts(text, limit).Select(static part => part.Hidden ? $"[{part.Text}]" : part.Text));

    private static bool IsHidden(Rune rune, bool keepLines)
    {
        if (rune.Value is '\n' or '\t')
            return !keepLines;
        if (rune.Value is '\r')
            return true;
        // A joiner of emoji and Indic scripts is left alone only where it joins nothing dangerous: it is shown too.
        return Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
            || rune.Value is 0xFFFD or 0x00A0 or 0x2800 or 0x3164;
    }
}
