using SocStore.Elastic.Foreign;
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
        { Foreign(new ForeignPattern { Pattern = "Filebeat-*" }), "Foreign:Patterns:0:Pattern is 'Filebeat-*'; it must be names of indices" },
        { Foreign(new ForeignPattern { Pattern = "*" }), "Foreign:Patterns:0:Pattern is '*'" },
        { Foreign(new ForeignPattern { Pattern = "logs-*-city" }), "Foreign:Patterns:0:Pattern is 'logs-*-city', which are the store's own names" },
        { Foreign(new ForeignPattern { Pattern = "soc-matches" }), "which are the store's own names" },
        { Foreign(new ForeignPattern { Pattern = "a-*" }, new ForeignPattern { Pattern = "a*" }), "Foreign:Patterns:1:Name is 'a', which another feed has too" },
        { Foreign(new ForeignPattern { Pattern = "a-*", Agency = "unassigned" }), "Foreign:Patterns:0:Agency is 'unassigned'" },
        { Foreign(new ForeignPattern { Pattern = "a-*", Overlap = TimeSpan.FromHours(1) }), "Foreign:Patterns:0:Overlap is '01:00:00'; it must be 00:01:00 to 00:15:00" },
        { Foreign(new ForeignPattern { Pattern = "a-*", Window = TimeSpan.FromHours(2), ReconcileEvery = TimeSpan.FromHours(3) }), "Foreign:Patterns:0:ReconcileEvery is '03:00:00', longer than the Window" },
        { new ElasticOptions { Foreign = new ForeignOptions { LogSources = [new ForeignLogSource { Dataset = "x" }] } }, "Foreign:LogSources:0:Product is missing" },
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

    [Theory]
    [InlineData("winlogbeat-*", "winlogbeat")]
    [InlineData("logs-*", "logs")]
    [InlineData("logs-*-default", "logs-default")]
    [InlineData("filebeat-7.17.1-*", "filebeat-7_17_1")]
    public void Feed_is_called_after_its_pattern(string pattern, string name)
    {
        ForeignPattern feed = new() { Pattern = pattern };
        Assert.Empty(Foreign(feed).Problems());
        Assert.Equal(name, feed.Key);
    }

    private static ElasticOptions Foreign(params ForeignPattern[] patterns) => new() { Foreign = new ForeignOptions { Patterns = patterns } };
}
