using System.Text.Json;
using SocCollector.Sources;
using SocCollector.Tests.Sources;
using SocTesting;
using Xunit;

namespace SocCollector.Tests.Formats;

/// <summary>Thirty lines that syslog daemons get wrong; the facts of each must be in its event.</summary>
public sealed class SyslogTortureTests
{
    private const string None = "∅";

    /// <summary>Line number; facts as path=value, ∅ for absent, values in an array by index.</summary>
    public static TheoryData<int, string[]> Facts => new()
    {
        { 1, ["@timestamp=2003-10-11T22:14:15.003Z", "log.syslog.hostname=mymachine.example.com", "log.syslog.appname=su", "log.syslog.msgid=ID47", "log.syslog.procid=∅", "log.syslog.priority=34", "message='su root' failed for lonvick on /dev/pts/8"] },
        { 2, ["@timestamp=2003-08-24T12:14:15.000003Z", "log.syslog.hostname=192.0.2.1", "log.syslog.appname=myproc", "log.syslog.procid=8710", "log.syslog.msgid=∅", "message=%% It's time to make the do-nuts."] },
        { 3, ["log.syslog.structured_data.exampleSDID@32473.eventID=1011", "log.syslog.structured_data.exampleSDID@32473.iut=3", "message=An application event log entry..."] },
        { 4, ["log.syslog.structured_data.exampleSDID@32473.eventSource=Application", "log.syslog.structured_data.examplePriority@32473.class=high", "message=∅"] },
        { 5, ["log.syslog.hostname=∅", "log.syslog.appname=∅", "log.syslog.priority=0", "message=∅", "city.time_quality=receipt"] },
        { 6, ["log.syslog.structured_data.x@1.k=a\"b]c\\d", "message=esc"] },
        { 7, ["log.syslog.structured_data.x@1.k.0=v", "log.syslog.structured_data.x@1.k.1=w", "message=dup param"] },
        { 8, ["@timestamp=2024-06-07T03:00:00.1234567Z", "message=seven fraction digits"] },
        { 9, ["message=no space after sd", "tags.0=syslog_malformed", "event.original=<134>1 2024-06-07T10:00:00+07:00 h a - - [x@1]no space after sd"] },
        { 10, ["@timestamp=2024-02-29T03:00:00.000Z", "log.syslog.hostname=host", "log.syslog.appname=app", "log.syslog.procid=1", "message=leap day no year", "city.time_quality=inferred_year"] },
        { 11, ["@timestamp=2025-06-07T03:00:00.000Z", "log.syslog.hostname=host", "message=zero padded day"] },
        { 12, ["@timestamp=2024-06-07T03:00:00.123456Z", "log.syslog.procid=12", "city.time_quality=source"] },
        { 13, ["@timestamp=2024-06-07T03:00:00.000Z", "log.syslog.hostname=host", "message=year inside"] },
        { 14, ["log.syslog.hostname=2001:db8::1", "log.syslog.appname=app", "message=ipv6 host"] },
        { 15, ["log.syslog.hostname=host", "log.syslog.appname=∅", "message=no colon tag here"] },
        { 16, ["log.syslog.appname=app", "log.syslog.procid=abc-1.2", "message=non numeric pid"] },
        { 17, ["log.syslog.appname=app", "log.syslog.procid=5", "log.syslog.hostname=∅", "city.time_quality=receipt", "message=no timestamp no host"] },
        { 18, ["@timestamp=2024-06-07T03:00:00.000Z", "city.time_quality=source", "observer.name=FG-01", "message=a \"quoted\" word", "log.syslog.appname=∅"] },
        { 19, ["event.code=302013", "log.syslog.appname=∅", "@timestamp=2024-06-07T03:00:00.000Z", "event.severity=6", "source.ip=10.0.0.1"] },
        { 20, ["event.code=106023", "event.severity=4", "destination.port=22", "rule.name=x"] },
        { 21, ["event.sequence=42", "log.syslog.hostname=sw1", "city.time_quality=receipt", "event.code=CONFIG_I", "event.severity=5"] },
        { 22, ["mikrotik.topics.0=firewall", "mikrotik.topics.1=info", "source.ip=10.0.0.1", "destination.ip=1.2.3.4", "destination.port=443", "log.syslog.appname=∅"] },
        { 23, ["log.syslog.facility.code=∅", "message=<192>Jun  7 10:00:00 host app: PRI out of range"] },
        { 24, ["log.syslog.facility.code=∅", "message=<999>Jun  7 10:00:00 host app: PRI way out"] },
        { 25, ["log.syslog.hostname=host", "log.syslog.appname=app", "log.syslog.facility.code=∅", "message=no PRI"] },
        { 26, ["log.syslog.appname=∅", "message={\"json\":\"line\",\"n\":1}"] },
        { 27, ["observer.vendor=V", "event.code=2", "event.severity=5", "source.ip=10.0.0.1", "message=a=b", "log.syslog.appname=∅"] },
        { 28, ["observer.vendor=V", "event.code=E", "source.ip=10.0.0.1", "user.name=a", "log.syslog.appname=∅"] },
        { 29, ["log.syslog.hostname=máy-chủ-1", "log.syslog.appname=ứng_dụng", "message=tiếng Việt UTF-8 đăng nhập thất bại"] },
        { 30, ["message=control chars tab\tand bell here"] },
    };

    [Theory]
    [MemberData(nameof(Facts))]
    public void Torture_line_keeps_its_facts(int number, string[] facts)
    {
        string folder = Path.GetDirectoryName(SharedData.Get("loghub"))!;
        string path = Path.Combine(folder, "..", "peers", "torture.txt");
        if (!File.Exists(path))
            Assert.Skip("the torture lines are absent");
        string line = File.ReadAllText(path).Split('\n')[number - 1];
        (NormalizeResult result, string? json) = Reading.Line(Reading.Own.NewNormalizer(), line);
        Assert.True(result.Fate is NormalizeFate.Event or NormalizeFate.Unclaimed, $"{line}: {result.Reason}");
        using JsonDocument document = JsonDocument.Parse(json!);
        foreach (string fact in facts)
        {
            int equals = fact.IndexOf('=', StringComparison.Ordinal);
            string expected = fact[(equals + 1)..];
            string actual = Value(document.RootElement, fact[..equals]) ?? None;
            Assert.True(actual == expected, $"line {number}, {fact[..equals]}: expected '{expected}', is '{actual}' in {json}");
        }
    }

    private static string? Value(JsonElement at, string path)
    {
        // Names may hold dots themselves: the longest name that is there is taken.
        if (at.ValueKind == JsonValueKind.Object)
        {
            for (int end = path.Length; end > 0; end = path.LastIndexOf('.', end - 1))
            {
                if (at.TryGetProperty(path[..end], out JsonElement child))
                    return end == path.Length ? child.ValueKind == JsonValueKind.String ? child.GetString() : child.GetRawText() : Value(child, path[(end + 1)..]);
            }

            return null;
        }

        return at.ValueKind == JsonValueKind.Array && int.TryParse(path, out int index) && index < at.GetArrayLength() ? at[index].ToString() : null;
    }
}
