using System.Text;

namespace SocCore.Events;

/// <summary>Keeps text in one form: valid UTF-8, NFC. Pure ASCII, nearly all of what machines write, passes at vector speed.</summary>
public static class TextForm
{
    /// <summary>Whether the bytes are more than ASCII and not yet valid UTF-8 in NFC.</summary>
    public static bool NeedsWork(ReadOnlySpan<byte> utf8) =>
        !Ascii.IsValid(utf8) && !IsValidNfc(utf8);

    /// <summary>The text in NFC; invalid bytes, lone surrogates and U+FFFE become U+FFFD.</summary>
    public static byte[] ToNfc(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetBytes(ToNfc(Encoding.UTF8.GetString(bytes)));

    /// <summary>The text in NFC; lone surrogates and U+FFFE become U+FFFD, because normalization refuses them.</summary>
    public static string ToNfc(string text)
    {
        if (Ascii.IsValid(text))
            return text;
        string clean = Repair(text);
        return clean.IsNormalized() ? clean : clean.Normalize();
    }

    /// <summary>Whether the program can normalize at all: without ICU, <c>Normalize</c> silently does nothing.</summary>
    public static bool CanNormalize() => "a\u0302\u0301".Normalize() == "\u1EA5";

    private static bool IsValidNfc(ReadOnlySpan<byte> utf8)
    {
        if (!System.Text.Unicode.Utf8.IsValid(utf8))
            return false;
        // Most scripts in composed form never leave the ranges below; only what can be a combining mark, or compose with
        // one, has to be looked at by ICU.
        if (!MayCompose(utf8))
            return true;
        string text = Encoding.UTF8.GetString(utf8);
        return !text.Contains('\uFFFE') && text.IsNormalized();
    }

    /// <summary>Latin with its Vietnamese extensions below U+0300, and U+1E00..U+1EFF, holds no combining mark and nothing that NFC changes.</summary>
    private static bool MayCompose(ReadOnlySpan<byte> utf8)
    {
        for (int i = 0; i < utf8.Length; i++)
        {
            byte b = utf8[i];
            if (b < 0xCC)
                continue;
            if (b == 0xE1 && i + 1 < utf8.Length && utf8[i + 1] is >= 0xB8 and <= 0xBB)
                continue;
            if (b >= 0xCC)
                return true;
        }

        return false;
    }

    private static string Repair(string text)
    {
        StringBuilder? repaired = null;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            bool pair = char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            if (pair)
            {
                repaired?.Append(c).Append(text[i + 1]);
                i++;
            }
            else if (char.IsSurrogate(c) || c == '\uFFFE')
            {
                repaired ??= new StringBuilder(text, 0, i, text.Length);
                repaired.Append('\uFFFD');
            }
            else
            {
                repaired?.Append(c);
            }
        }

        return repaired?.ToString() ?? text;
    }
}
