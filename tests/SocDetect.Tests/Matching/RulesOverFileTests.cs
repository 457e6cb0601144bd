using System.Text;
using SocDetect.Matching;
using SocDetect.Tests.Sigma;
using Xunit;

namespace SocDetect.Tests.Matching;

/// <summary>Rules over a file: one line a match, lines counted, bad lines counted and passed over.</summary>
public sealed class RulesOverFileTests
{
    private const string Rules = """
        title: Scan
        id: scan
        logsource: { category: webserver }
        detection: { s: { cs-uri|contains: '../' }, condition: s }
        ---
        title: Shell
        id: shell
        logsource: { product: windows, category: process_creation }
        detection: { s: { Image|endswith: '\cmd.exe', EventID: 1 }, condition: s }
        ---
        title: Word
        id: word
        logsource: { product: linux }
        detection: { keywords: [segfault], condition: keywords }

        """;

    private static async Task<(RulesOverFileSummary Summary, string Output)> Run(EventFileFormat format, string events)
    {
        using RuleFolder folder = new RuleFolder().Write("rules.yml", Rules);
        string file = Path.Combine(folder.Path, "events.ndjson");
        await File.WriteAllTextAsync(file, events, TestContext.Current.CancellationToken);
        using MemoryStream output = new();
        RulesOverFileSummary summary = await RulesOverFile.RunAsync(
            new RulesOverFileOptions { Rules = [folder.Path], Events = file, Format = format }, output, TestContext.Current.CancellationToken);
        return (summary, Encoding.UTF8.GetString(output.ToArray()));
    }

    [Fact]
    public async Task Flat_events_are_routed_by_what_they_state()
    {
        (RulesOverFileSummary summary, string output) = await Run(EventFileFormat.Flat, string.Join('\n',
            """{"cs-uri":"/a/../../etc","sigma_category":"webserver"}""",
            """{"cs-uri":"/a/../b","sigma_category":"proxy"}""",
            "not json",
            "",
            """{"Image":"C:\\Windows\\CMD.EXE","EventID":1,"sigma_product":"windows","sigma_category":"process_creation"}""",
            """{"Image":"C:\\Windows\\cmd.exe","EventID":1,"sigma_product":"windows"}""",
            """{"other":["x","kernel: SEGFAULT at 0"],"sigma_product":"linux"}""",
            """{"cs-uri":null,"nested":{"deep":"../"},"sigma_category":"webserver"}"""));
        Assert.Equal("""
            {"rule":"scan","event":1}
            {"rule":"shell","event":5}
            {"rule":"shell","event":6}
            {"rule":"word","event":7}

            """, output);
        Assert.Equal((3, 6, 1, 4), (summary.Rules, summary.Events, summary.Unreadable, summary.Matches));
    }

    [Fact]
    public async Task Keywords_are_looked_for_in_the_event_and_not_in_the_log_source_that_was_written_beside_it()
    {
        (_, string output) = await Run(EventFileFormat.Flat, string.Join('\n',
            """{"msg":"log: config-register 0x2142 end","sigma_product":"linux","sigma_service":"segfault"}""",
            """{"msg":"segfault","sigma_product":"linux","sigma_service":"segfault"}"""));
        Assert.Equal("{\"rule\":\"word\",\"event\":2}\n", output);
    }

    [Theory]
    [InlineData("""{"winlog":{"channel":"Microsoft-Windows-Sysmon/Operational","event_id":"1","event_data":{"Image":"C:\\cmd.exe"}}}""", true)]
    [InlineData("""{"Event":{"System":{"Channel":"Microsoft-Windows-Sysmon/Operational","EventID":1},"EventData":{"Image":"C:\\cmd.exe"}}}""", true)]
    [InlineData("""{"Channel":"Microsoft-Windows-Sysmon/Operational","EventID":1,"Image":"C:\\cmd.exe"}""", true)]
    [InlineData("""{"Channel":"Microsoft-Windows-Sysmon/Operational","EventID":11,"Image":"C:\\cmd.exe"}""", false)]
    public async Task Windows_events_are_read_in_each_of_their_forms(string json, bool hit)
    {
        (RulesOverFileSummary summary, _) = await Run(EventFileFormat.WinEvent, json);
        Assert.Equal(hit ? 1 : 0, summary.Matches);
    }

    [Fact]
    public async Task Long_line_and_last_line_without_a_break_are_read_whole()
    {
        string filler = new('x', 3_000_000);
        (RulesOverFileSummary summary, string output) = await Run(EventFileFormat.Flat,
            $$"""{"cs-uri":"{{filler}}../","sigma_category":"webserver"}""" + "\r\n" + """{"cs-uri":"../","sigma_category":"webserver"}""");
        Assert.Equal(2, summary.Events);
        Assert.Equal("{\"rule\":\"scan\",\"event\":1}\n{\"rule\":\"scan\",\"event\":2}\n", output);
    }
}
