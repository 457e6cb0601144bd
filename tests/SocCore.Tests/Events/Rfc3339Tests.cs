using System.Globalization;
using CsCheck;
using SocCore.Events;
using SocTesting;
using Xunit;

namespace SocCore.Tests.Events;

public sealed class Rfc3339Tests
{
    [Fact]
    public void Every_instant_is_read_back() =>
        Gen.Long[0, DateTime.MaxValue.Ticks].TryAll(ticks =>
        {
            string text = Rfc3339.Format(new DateTimeOffset(ticks, TimeSpan.Zero));
            Assert.Equal(ticks, DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).UtcTicks);
        }, count: 5000, seed: "0000KrVy4pg4");

    [Theory]
    [InlineData("2026-03-12T00:31:22Z", "2026-03-12T00:31:22.000Z")]
    [InlineData("2026-03-12T00:31:22.1135Z", "2026-03-12T00:31:22.1135Z")]
    [InlineData("2026-03-12T07:31:22.113+07:00", "2026-03-12T00:31:22.113Z")]
    public void Instants_have_one_form(string written, string stored) =>
        Assert.Equal(stored, Rfc3339.Format(DateTimeOffset.Parse(written, CultureInfo.InvariantCulture)));
}
