using SocCollector.Sources;
using Xunit;

namespace SocCollector.Tests.Sources;

public sealed class SourceCatalogTests
{
    [Fact]
    public void The_sources_of_the_checkout_have_no_problem()
    {
        Assert.Empty(Reading.Own.Problems.Select(static p => p.ToString()));
        Assert.NotEmpty(Reading.Own.Sources);
    }

    [Fact]
    public void A_parking_payment_is_read_and_its_plate_is_not_stored()
    {
        (NormalizeResult result, string? json) = Reading.Line(
            Reading.Own.NewNormalizer(),
            """{"event":"payment.settled","time":"2026-03-12T08:02:11.201+07:00","session":"PK-26-0088123","spot":"LL-Q1-017","plate":"51X-000.01","amount":25000,"currency":"VND","method":"ewallet","token":"tok_mau_7f3a","client_ip":"198.51.100.41","result":"ok"}""",
            "parking", "http");
        Assert.Equal(NormalizeFate.Event, result.Fate);
        Assert.DoesNotContain("51X-000.01", json, StringComparison.Ordinal);
        Assert.Contains("\"amount\":25000", json, StringComparison.Ordinal);
    }
}
