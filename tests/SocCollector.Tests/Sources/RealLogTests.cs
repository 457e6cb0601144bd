using System.Text.Json;
using System.Text.RegularExpressions;
using SocCollector.Sources;
using SocTesting;
using Xunit;

namespace SocCollector.Tests.Sources;

/// <summary>Real logs of other people's servers, read where they are.</summary>
public sealed partial class RealLogTests(ITestOutputHelper output)
{
    /// <summary>File, path as the file tail gives it, the least share of lines that a source must claim and read.</summary>
    [Theory]
    [InlineData("loghub/OpenSSH/OpenSSH.log", "/var/log/auth.log", 1.0)]
    [InlineData("loghub/Apache/Apache.log", "/var/log/apache2/error.log", 1.0)]
    [InlineData("loghub/Linux/Linux.log", "/var/log/messages", 0.5)]
    public void A_real_log_is_claimed_and_nothing_of_it_is_unreadable(string file, string path, double least)
    {
        INormalizer normalizer = Reading.Own.NewNormalizer();
        int lines = 0;
        int events = 0;
        int unparsed = 0;
        foreach (string line in File.ReadLines(SharedData.Get(file)))
        {
            (NormalizeResult result, string? json) = Reading.Line(normalizer, line, wire: "file", peer: path);
            Assert.NotEqual(NormalizeFate.Dead, result.Fate);
            lines++;
            events += result.Fate == NormalizeFate.Event ? 1 : 0;
            unparsed += json!.Contains("\"unparsed\"", StringComparison.Ordinal) ? 1 : 0;
        }

        output.WriteLine($"{file}: {lines} lines, {events} claimed ({(double)events / lines:P1}), {unparsed} unparsed");
        Assert.True(events >= least * lines, $"{events} of {lines}");
        Assert.Equal(0, unparsed);
    }

    /// <summary>Lines with what a well-known log-in guard makes of them: who failed, from where, when; or that nobody did.</summary>
    [Theory]
    [InlineData("sshd", "/var/log/auth.log", 0.97)]
    [InlineData("nginx-http-auth", "/var/log/nginx/error.log", 0.8)]
    public void A_failed_log_in_is_one_with_its_address_and_what_is_none_is_none(string file, string path, double least)
    {
        INormalizer normalizer = Reading.Own.NewNormalizer();
        int checkedLines = 0;
        List<string> wrong = [];
        JsonElement? expected = null;
        foreach (string line in File.ReadLines(SharedData.Get("lines-fail2ban/logs/" + file)))
        {
            Match match = Expectation().Match(line);
            if (match.Success)
            {
                expected = JsonDocument.Parse(match.Groups[1].Value).RootElement.Clone();
                continue;
            }

            if (line.StartsWith('#') || line.Length == 0 || expected is not { } fact)
                continue;
            expected = null;
            // What needs several lines, or a looser filter than "normal", is not said of this line alone.
            if (fact.TryGetProperty("constraint", out _))
                continue;
            (_, string? json) = Reading.Line(normalizer, line, wire: "file", peer: path);
            bool isMatch = fact.TryGetProperty("match", out JsonElement m) && m.GetBoolean();
            string? host = fact.TryGetProperty("host", out JsonElement h) ? h.GetString() : null;
            string? verdict = Verdict(json, host, isMatch);
            // An address that stands in another line of the same connection is not said of this one.
            if (isMatch && host is not null && !line.Contains(host, StringComparison.Ordinal))
                continue;
            checkedLines++;
            if (verdict is not null)
                wrong.Add($"{verdict}: {line}");
        }

        output.WriteLine($"{file}: {checkedLines} lines, {wrong.Count} differ");
        foreach (string one in wrong)
            output.WriteLine(one);
        Assert.True(wrong.Count <= (1 - least) * checkedLines, string.Join('\n', wrong));
        Assert.True(checkedLines >= 10);
    }

    private static string? Verdict(string? json, string? host, bool isMatch)
    {
        if (json is null)
            return "unreadable";
        using JsonDocument document = JsonDocument.Parse(json);
        JsonElement root = document.RootElement;
        string? Text(string group, string name) =>
            root.TryGetProperty(group, out JsonElement g) && g.TryGetProperty(name, out JsonElement v) ? v.ToString() : null;
        bool failure = Text("event", "outcome") == "failure" && Text("event", "category")!.Contains("authentication", StringComparison.Ordinal) && Text("event", "type")!.Contains("start", StringComparison.Ordinal);
        if (!isMatch)
            return failure && Text("source", "ip") == host && host is not null ? "a failed log-in where there is none" : null;
        string? from = Text("source", "ip") ?? Text("source", "domain");
        return host is null || from == host || json.Contains($"\"{host}\"", StringComparison.Ordinal) ? null : $"expected {host}, is {from ?? "nothing"}";
    }

    [GeneratedRegex(@"^#\s*failJSON:\s*(\{.*\})")]
    private static partial Regex Expectation();
}
