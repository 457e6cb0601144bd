using System.Text;
using CsCheck;
using SocCore.Events;
using SocTesting;
using Xunit;

namespace SocCore.Tests.Events;

public sealed class FoldTests
{
    [Fact]
    public void Fold_agrees_with_ordinal_comparison_on_every_scalar_and_its_case_partners()
    {
        List<string> wrong = [];
        for (int scalar = 0; scalar < 0x20000; scalar++)
        {
            if (scalar is >= 0xD800 and < 0xE000)
                continue;
            string one = new Rune(scalar).ToString();
            foreach (string other in new[] { one.ToUpperInvariant(), one.ToLowerInvariant() })
            {
                bool ordinal = string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
                if (ordinal != (Fold.Text(one) == Fold.Text(other)))
                    wrong.Add($"U+{scalar:X4} {one} {other}");
            }
        }

        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("Đ", "đ", true)]
    [InlineData("THẤT BẠI", "thất bại", true)]
    [InlineData("Σ", "ς", true)]
    [InlineData("İ", "i", false)]
    [InlineData("ı", "I", false)]
    [InlineData("ß", "SS", false)]
    [InlineData("ß", "ẞ", false)]
    [InlineData("ſ", "S", false)]
    [InlineData("𐐀", "𐐨", true)]
    public void Pairs_fold_alike_or_not(string a, string b, bool alike)
    {
        Assert.Equal(alike, Fold.Text(a) == Fold.Text(b));
        Assert.Equal(alike, Utf8(a).AsSpan().SequenceEqual(Utf8(b)));
    }

    [Fact]
    public void Every_vietnamese_letter_has_a_class_of_exactly_two()
    {
        foreach (char c in "ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ")
            Assert.Equal(2, Fold.ClassOf(c).Count);
    }

    [Fact]
    public void Folding_composed_text_leaves_it_composed() =>
        Gen.String.TryAll(s =>
        {
            string nfc = TextForm.ToNfc(s);
            Assert.True(Fold.Text(nfc).IsNormalized());
        }, count: 2000, seed: "0000KrVy4pg4");

    [Fact]
    public void Utf8_fold_equals_text_fold() =>
        Gen.String.TryAll(s =>
        {
            string nfc = TextForm.ToNfc(s);
            Assert.Equal(Encoding.UTF8.GetBytes(Fold.Text(nfc)), Utf8(nfc));
        }, count: 5000, seed: "0000KrVy4pg4");

    private static byte[] Utf8(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        byte[] folded = new byte[Fold.MaxLength(bytes.Length)];
        return folded[..Fold.Utf8(bytes, folded)];
    }
}
