using System.Text.Json.Nodes;
using SocDetect.Sigma;
using Xunit;

namespace SocDetect.Tests.Sigma;

public sealed class TestEventsTests
{
    private const string Head = """
        title: T
        id: 11111111-1111-4111-8111-111111111111
        name: base
        logsource: { product: linux }
        detection: { s: { event.action: a }, condition: s }
        soc:
          tests:
            - name: t
              expect: hit
              events:

        """;

    [Fact]
    public void A_repeated_event_is_numbered_and_keeps_its_distance()
    {
        IReadOnlyList<string> events = Events("""
                    - { repeat: 3, every: 6s, event: { event.action: a, user.name: 'u{n}' } }
                    - { event.action: a }
            """);

        Assert.Equal(["u1", "u2", "u3", null], events.Select(e => (string?)JsonNode.Parse(e)!["user.name"]));
        Assert.Equal(
            ["2026-03-12T02:00:00.000Z", "2026-03-12T02:00:06.000Z", "2026-03-12T02:00:12.000Z", "2026-03-12T02:00:18.000Z"],
            events.Select(e => (string?)JsonNode.Parse(e)!["@timestamp"]));
    }

    [Fact]
    public void An_event_with_a_time_of_its_own_leaves_the_clock_alone()
    {
        IReadOnlyList<string> events = Events("""
                    - { event.action: a, '@timestamp': '2026-03-12T09:00:00Z' }
                    - { repeat: 1, event: { event.action: a } }
            """);

        Assert.Equal(["2026-03-12T09:00:00Z", "2026-03-12T02:00:00.000Z"], events.Select(e => (string?)JsonNode.Parse(e)!["@timestamp"]));
    }

    [Theory]
    [InlineData("- { repeat: 0, event: { event.action: a } }", "'repeat: 0' must be 1 to 10000.")]
    [InlineData("- { repeat: 2, every: soon, event: { event.action: a } }", "'every: soon' is no duration")]
    [InlineData("- { repeat: 2 }", "needs 'event'")]
    [InlineData("- { repeat: 2, events: 1, event: { event.action: a } }", "events")]
    [InlineData("- just a word", "An event must be a mapping")]
    public void A_wrong_entry_is_refused_in_words(string entry, string says) =>
        Assert.Contains(Load("        " + entry).Problems, p => p.ToString().Contains(says, StringComparison.Ordinal));

    private static IReadOnlyList<string> Events(string entries)
    {
        RuleLoadResult loaded = Load(entries);
        Assert.Empty(loaded.Problems);
        return Assert.Single(loaded.Tests).Events;
    }

    private static RuleLoadResult Load(string entries)
    {
        string folder = Directory.CreateTempSubdirectory("soc-rules").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "rule.yml"), Head + entries + "\n");
            return RuleLoader.Load([folder], new RuleLoadOptions());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
