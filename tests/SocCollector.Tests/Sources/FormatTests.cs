using SocCollector.Sources;
using Xunit;

namespace SocCollector.Tests.Sources;

/// <summary>Traps of single formats, through a source as people write it.</summary>
public sealed class FormatTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("formats-").FullName;

    public static TheoryData<string, string, string[]> Traps => new()
    {
        { "xml", """<?xml version="1.0"?><a:Audit xmlns:a="x"><Event Code="R" Time='now'><ID>7 &lt;&amp;&#7871;&#x41;</ID><ID>8</ID></Event><Empty/></a:Audit>""", ["\"Event\":{\"@Code\":\"R\",\"@Time\":\"now\",\"ID\":[\"7 <&ếA\",\"8\"]}"] },
        { "kv", "tiền tố a=1 b=\"x y\" c=\"q \\\"q\\\"\" a=2 d= e=x=y f", ["\"prefix\":\"tiền tố\"", "\"a\":[\"1\",\"2\"]", "\"b\":\"x y\"", "\"c\":\"q \\\"q\\\"\"", "\"e\":\"x=y\""] },
        { "json", """{"a":{"b":[1,2]},"l":[{"x":1},{"x":2}],"t":true,"n":null,"s":"\u0065\u0302\u0301","bad":"\ud800","":1,".x":1}""", ["\"a\":{\"b\":[1,2]}", "\"t\":true", "\"s\":\"ế\"", "\"bad\":\"\\\\ud800\""] },
        { "{ csv: { columns: [a, b, c], separator: \";\" } }", "\"x;\"\"y\"\"\";;z", ["\"a\":\"x;\\\"y\\\"\"", "\"c\":\"z\""] },
        { "cef", @"CEF:1|V|P\|x|1|2|n\\m|9|k=a\=b msg=two words url=http://example.org/?a=b other[0].x=\q", ["\"k\":\"a=b\"", "\"msg\":\"two words\"", "\"url\":\"http://example.org/?a=b\""] },
        { "leef", "LEEF:1.0|V|P|1|E|a=1\tb=2 3\tc=x=y", ["\"a\":\"1\"", "\"b\":\"2 3\"", "\"c\":\"x=y\""] },
        { "{ patterns: [ { name: p, text: \"{who:last} from {ip:ip} {{{n:int}}} {rest:kv}\" } ] }", "a from 192.0.2.1 {1} x from 192.0.2.9 {2} k=v", ["\"k\":\"v\""] },
    };

    public static TheoryData<string, string> Nonsense => new()
    {
        { "xml", "<a><b></a" }, { "xml", "<!DOCTYPE x [<!ENTITY y \"z\">]><x>&y;</x>" }, { "xml", "</a>" }, { "xml", "no xml" }, { "xml", "<a>" },
        { "kv", "no pairs here" }, { "json", "[1]" }, { "json", "{\"a\":NaN}" }, { "json", "{\"a\":1" }, { "json", "" },
        { "{ csv: { columns: [a, b, c] } }", "1,2" }, { "cef", "CEF:0|a|b" }, { "leef", "LEEF:2.0|" }, { "ncsa", "x - - [no time] \"\"" },
    };

    [Theory]
    [MemberData(nameof(Traps))]
    public void A_format_reads_its_traps(string format, string line, string[] parts)
    {
        (NormalizeResult result, string? json) = Read(format, line);
        Assert.True(result.Fate == NormalizeFate.Event, result.Reason);
        Assert.All(parts, part => Assert.Contains(part, json, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Nonsense))]
    public void What_is_not_of_the_format_is_a_dead_letter_with_a_reason(string format, string line)
    {
        (NormalizeResult result, string? _) = Read(format, line);
        Assert.Equal((NormalizeFate.Dead, "decode"), (result.Fate, result.Stage));
        Assert.False(string.IsNullOrEmpty(result.Reason));
    }

    [Fact]
    public void Json_nested_deeper_than_the_limit_is_a_dead_letter()
    {
        (NormalizeResult result, string? _) = Read("json", string.Concat(Enumerable.Repeat("{\"a\":", 100)) + "1" + new string('}', 100));
        Assert.Equal(NormalizeFate.Dead, result.Fate);
    }

    [Fact]
    public void A_sender_that_speaks_ecs_keeps_its_names_but_not_what_is_the_products_own_and_bad_categories_are_set_aside()
    {
        Write("json", "namespace: ecs\n", "source.ip: nothing");
        const string line = """{"@timestamp":"2026-03-12T02:05:11.118Z","event":{"code":4720,"category":["iam"],"type":["start"],"outcome":"good","dataset":"x"},"soc":{"seq":7},"organization":{"id":"khac"},"user":{"name":"a"},"winlog":{"event_id":"4720"},"source":{"ip":"not an address","port":"22"}}""";
        (NormalizeResult result, string? json) = Reading.Line(new SourceCatalog(new SourceOptions { Folders = [_folder] }).NewNormalizer(), line, "thu", "http");
        Assert.Equal(NormalizeFate.Event, result.Fate);
        Assert.Contains("\"code\":\"4720\"", json, StringComparison.Ordinal);
        Assert.Contains("\"winlog\":{\"event_id\":\"4720\"}", json, StringComparison.Ordinal);
        Assert.Contains("\"port\":22", json, StringComparison.Ordinal);
        Assert.Contains("\"unmapped\":{\"event\":{\"category\":\"iam\",\"outcome\":\"good\",\"type\":\"start\"},\"source\":{\"ip\":\"not an address\"}}", json, StringComparison.Ordinal);
        Assert.Contains("\"organization\":{\"id\":\"unassigned\"}", json, StringComparison.Ordinal);
        Assert.DoesNotContain("\"seq\":7", json!.Split("\"original\"")[0], StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private (NormalizeResult Result, string? Json) Read(string format, string line)
    {
        Write(format, "", "event.reason: message");
        SourceCatalog catalog = new(new SourceOptions { Folders = [_folder] });
        Assert.Empty(catalog.Problems.Select(static p => p.ToString()));
        return Reading.Line(catalog.NewNormalizer(), line, "thu", "http");
    }

    private void Write(string format, string more, string map)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "thu"));
        File.WriteAllText(Path.Combine(_folder, "thu", "nguon.yml"), $"id: thu/nguon\ntitle: {{ vi: Thử, en: Test }}\nsystem: thu\ndataset: thu.log\nclaims:\n  - listener: thu\nformat: {format}\nset: {{ event.kind: event }}\nmap: {{ {map} }}\n{more}");
    }
}
