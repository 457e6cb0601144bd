using System.Text;
using CsCheck;
using SocCore.Events;
using SocTesting;
using Xunit;

namespace SocCore.Tests.Events;

public sealed class TextFormTests
{
    [Fact]
    public void Normalization_works_here() => Assert.True(TextForm.CanNormalize());

    [Fact]
    public void Any_bytes_become_valid_composed_text() =>
        Gen.Byte.Array[0, 60].TryAll(bytes =>
        {
            byte[] text = TextForm.NeedsWork(bytes) ? TextForm.ToNfc(bytes) : bytes;
            Assert.True(System.Text.Unicode.Utf8.IsValid(text));
            Assert.True(Encoding.UTF8.GetString(text).IsNormalized());
            Assert.False(TextForm.NeedsWork(text));
        }, count: 20_000, seed: "0000KrVy4pg4");

    [Fact]
    public void Text_that_needs_no_work_is_what_normalization_would_make() =>
        Gen.String[Gen.OneOf(Gen.Char['\u0020', '\u04ff'], Gen.Char['\u1e00', '\u1eff'], Gen.Char['\u0300', '\u036f']), 0, 12].TryAll(text =>
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            if (!TextForm.NeedsWork(bytes))
                Assert.Equal(text.Normalize(), text);
        }, count: 20_000, seed: "0000KrVy4pg4");

    [Fact]
    public void What_has_no_normal_form_is_replaced()
    {
        // Not a theory: lone surrogates do not survive the serialization of its data.
        Assert.Equal("a\ufffdb", TextForm.ToNfc("a\ud800b"));
        Assert.Equal("\ufffdx", TextForm.ToNfc("\ufffex"));
        Assert.Equal("\U0001f600", TextForm.ToNfc("\U0001f600"));
    }
}
