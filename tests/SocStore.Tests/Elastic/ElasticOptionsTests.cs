using SocStore.Elastic.Gateway;
using Xunit;

namespace SocStore.Tests.Elastic;

public sealed class ElasticOptionsTests
{
    public static TheoryData<ElasticOptions, string> Wrong => new()
    {
        { new ElasticOptions { Nodes = ["es1:9200"] }, "Nodes is 'es1:9200'" },
        { new ElasticOptions { Nodes = ["http://elastic:secret@es1:9200"] }, "Nodes is" },
        { new ElasticOptions { Namespace = "Ho-Chi-Minh" }, "Namespace is 'Ho-Chi-Minh'" },
        { new ElasticOptions { IndexPrefix = "_soc" }, "IndexPrefix is '_soc'" },
        { new ElasticOptions { Timeout = TimeSpan.Zero }, "Timeout is '00:00:00'; it must be 00:00:01 to 00:10:00" },
        { new ElasticOptions { ApiKey = "a:b", Username = "u", Password = "p" }, "ApiKey is not the only way" },
        { new ElasticOptions { Username = "u" }, "go together" },
        { new ElasticOptions { ApiKeyFile = "/nonexistent/key" }, "ApiKeyFile is '/nonexistent/key'; it must be a file that is there" },
        { new ElasticOptions { CaFingerprint = "12:34" }, "CaFingerprint" },
        { new ElasticOptions { ClientKeyFile = "key.pem" }, "ClientCertificateFile and ClientKeyFile" },
        { new ElasticOptions { BulkBytes = 9 << 20 }, "BulkBytes" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Wrong_setting_is_named_with_its_value_and_the_cure(ElasticOptions options, string expected)
    {
        Assert.Contains(options.Problems(), p => p.Contains(expected, StringComparison.Ordinal));
        Assert.Contains(expected, Assert.Throws<ArgumentException>(options.Check).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Defaults_are_right() => Assert.Empty(new ElasticOptions().Problems());
}
