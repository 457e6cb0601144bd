using System.Globalization;
using System.Text;
using SocCore.Conditions;

namespace SocCore.Search;

/// <summary>Vietnamese text without its marks: <c>Đăng nhập</c> becomes <c>Dang nhap</c>, as people type in a hurry.</summary>
public static class Marks
{
    /// <summary>The text without marks above, below and through its letters.</summary>
    public static string Strip(string text)
    {
        if (Ascii.IsValid(text))
            return text;
        StringBuilder bare = new(text.Length);
        foreach (char c in Events.TextForm.ToNfc(text).Normalize(NormalizationForm.FormD))
        {
            if (c is 'đ' or 'Đ')
                bare.Append(c == 'đ' ? 'd' : 'D');
            else if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
                bare.Append(c);
        }

        return bare.ToString().Normalize(NormalizationForm.FormC);
    }

    /// <summary>The pattern without marks in its literal parts.</summary>
    internal static TextPattern Strip(TextPattern pattern) =>
        new(pattern.Parts.Select(static p => p.Kind == TextPartKind.Literal ? p with { Text = Strip(p.Text) } : p));
}
