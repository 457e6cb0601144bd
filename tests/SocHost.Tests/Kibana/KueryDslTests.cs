using SocHost.Kibana.Asking;
using SocHost.Kibana.Content;
using SocHost.Kibana.Objects;
using Xunit;

namespace SocHost.Tests.Kibana;

public sealed class KueryDslTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 12, 1, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("event.outcome:failure", """{"term":{"event.outcome":"failure"}}""")]
    [InlineData("event.outcome:*", """{"exists":{"field":"event.outcome"}}""")]
    [InlineData("not event.outcome:success", """{"bool":{"must_not":[{"term":{"event.outcome":"success"}}]}}""")]
    [InlineData("event.action:(a or \"b c\")", """{"bool":{"should":[{"term":{"event.action":"a"}},{"term":{"event.action":"b c"}}],"minimum_should_match":1}}""")]
    [InlineData("http.response.status_code >= 400", """{"range":{"http.response.status_code":{"gte":400}}}""")]
    [InlineData("destination.port:22", """{"term":{"destination.port":22}}""")]
    [InlineData("source.ip:203.0.113.0/24", """{"term":{"source.ip":"203.0.113.0/24"}}""")]
    [InlineData("data_stream.dataset:soc.*", """{"wildcard":{"data_stream.dataset":"soc.*"}}""")]
    [InlineData("user.name:a\\*b*", """{"wildcard":{"user.name":"a\\*b*"}}""")]
    [InlineData("message:\"connection closed\"", """{"match_phrase":{"message":"connection closed"}}""")]
    [InlineData("@timestamp >= now-1h", """{"range":{"@timestamp":{"gte":"2026-03-12T00:00:00.000Z"}}}""")]
    [InlineData("incident.status:new", """{"term":{"incident.status":"new"}}""")]
    public void Query_is_asked_as_Kibana_would_ask_it(string query, string expected) =>
        Assert.Equal(expected, NestedJson.Write(KueryDsl.Of(query, IndexFields.Events, Now)));

    [Theory]
    [InlineData("source.ip:192.0.2.*", "wildcards")]
    [InlineData("password", "words without a field")]
    [InlineData("event.outcome:\"failure", "not closed")]
    public void Query_that_is_not_translated_is_refused_in_words(string query, string says)
    {
        AskException e = Assert.Throws<AskException>(() => KueryDsl.Of(query, IndexFields.Events, Now));
        Assert.Contains(says, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("now-15m", "10s")]
    [InlineData("now-24h", "30m")]
    [InlineData("now-7d", "3h")]
    [InlineData("now-90d", "1d")]
    public void Time_axis_has_at_most_a_hundred_steps(string from, string step) => Assert.Equal(step, TimeStep.For(from));
}
