using System.Collections.Frozen;
using System.Text;

namespace SocCore.Events;

/// <summary>
/// The product's one way to ignore case: simple, per scalar, culture-free, and it includes Vietnamese. Two NFC texts are
/// equal under it exactly when <see cref="StringComparison.OrdinalIgnoreCase"/> says so. ASCII folds to capitals.
/// </summary>
public static class Fold
{
    private static readonly char[] Basic = MakeBasic();
    private static readonly FrozenDictionary<int, int> Supplementary = MakeSupplementary();
    private static readonly Lazy<FrozenDictionary<int, int[]>> Members = new(MakeMembers);

    /// <summary>Each ASCII byte folded; other bytes as they are.</summary>
    public static ReadOnlySpan<byte> AsciiTable => AsciiBytes;

    private static readonly byte[] AsciiBytes = MakeAscii();

    /// <summary>The scalar folded.</summary>
    public static int Scalar(int scalar) =>
        scalar < 0x10000 ? Basic[scalar] : Supplementary.GetValueOrDefault(scalar, scalar);

    /// <summary>All scalars that fold alike, the given one among them; one entry for what has no case.</summary>
    public static IReadOnlyList<int> ClassOf(int scalar) =>
        Members.Value.TryGetValue(Scalar(scalar), out int[]? members) ? members : [scalar];

    /// <summary>The text folded.</summary>
    public static string Text(string text)
    {
        StringBuilder folded = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
            folded.Append(new Rune(Scalar(rune.Value)).ToString());
        return folded.ToString();
    }

    /// <summary>The most bytes that a text of that length can fold to: a two-byte letter may have a three-byte capital.</summary>
    public static int MaxLength(int length) => length + (length / 2) + 1;

    /// <summary>Folds UTF-8; returns the folded length. Invalid bytes are copied.</summary>
    public static int Utf8(ReadOnlySpan<byte> text, Span<byte> folded)
    {
        int at = 0;
        ReadOnlySpan<byte> table = AsciiBytes;
        for (int i = 0; i < text.Length;)
        {
            byte b = text[i];
            if (b < 0x80)
            {
                folded[at++] = table[b];
                i++;
                continue;
            }

            if (Rune.DecodeFromUtf8(text[i..], out Rune rune, out int used) == System.Buffers.OperationStatus.Done)
            {
                int scalar = Scalar(rune.Value);
                at += scalar == rune.Value ? CopyOf(text.Slice(i, used), folded[at..]) : new Rune(scalar).EncodeToUtf8(folded[at..]);
            }
            else
            {
                used = 1;
                folded[at++] = b;
            }

            i += used;
        }

        return at;
    }

    /// <summary>The text folded, as UTF-8.</summary>
    public static byte[] ToUtf8(string text) => Encoding.UTF8.GetBytes(Text(text));

    private static int CopyOf(ReadOnlySpan<byte> bytes, Span<byte> output)
    {
        bytes.CopyTo(output);
        return bytes.Length;
    }

    private static byte[] MakeAscii()
    {
        byte[] table = new byte[256];
        for (int i = 0; i < 256; i++)
            table[i] = i is >= 'a' and <= 'z' ? (byte)(i - 32) : (byte)i;
        return table;
    }

    private static char[] MakeBasic()
    {
        char[] table = new char[0x10000];
        Span<char> one = stackalloc char[1];
        Span<char> other = stackalloc char[1];
        for (int i = 0; i < table.Length; i++)
        {
            char c = (char)i;
            table[i] = c;
            if (c < 0x80)
            {
                table[i] = (char)AsciiBytesAt(c);
                continue;
            }

            char upper = char.ToUpperInvariant(c);
            if (upper == c || char.IsSurrogate(c))
                continue;
            one[0] = c;
            other[0] = upper;
            // ToUpperInvariant also joins what ordinal comparison keeps apart (U+017F and S).
            if (one.Equals(other, StringComparison.OrdinalIgnoreCase))
                table[i] = upper;
        }

        return table;
    }

    private static int AsciiBytesAt(char c) => c is >= 'a' and <= 'z' ? c - 32 : c;

    private static FrozenDictionary<int, int> MakeSupplementary()
    {
        Dictionary<int, int> table = [];
        for (int scalar = 0x10000; scalar < 0x20000; scalar++)
        {
            Rune rune = new(scalar);
            Rune upper = Rune.ToUpperInvariant(rune);
            if (upper != rune && string.Equals(rune.ToString(), upper.ToString(), StringComparison.OrdinalIgnoreCase))
                table[scalar] = upper.Value;
        }

        return table.ToFrozenDictionary();
    }

    private static FrozenDictionary<int, int[]> MakeMembers()
    {
        Dictionary<int, List<int>> classes = [];
        for (int scalar = 0; scalar < 0x20000; scalar++)
        {
            int folded = scalar is >= 0xD800 and < 0xE000 ? scalar : Scalar(scalar);
            if (folded == scalar)
                continue;
            if (!classes.TryGetValue(folded, out List<int>? members))
                classes[folded] = members = [folded];
            members.Add(scalar);
        }

        return classes.ToFrozenDictionary(static p => p.Key, static p => p.Value.Order().ToArray());
    }
}
