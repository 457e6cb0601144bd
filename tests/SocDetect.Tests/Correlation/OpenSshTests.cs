using System.Globalization;
using System.Text.Json;
using SocCore.Incidents;
using SocCore.Rules;
using SocDetect.Tests.Scheduling;
using SocTesting;
using Xunit;

namespace SocDetect.Tests.Correlation;

/// <summary>A real sshd log: the groups that fire, and when, as computed by others.</summary>
public sealed class OpenSshTests
{
    private static readonly CorrelationRule BruteForce = new()
    {
        Id = "event_count",
        Title = "SSH brute force by source",
        Type = CorrelationType.EventCount,
        RuleIds = ["failed"],
        GroupBy = ["source.ip"],
        Timespan = TimeSpan.FromMinutes(5),
        Range = new CountRange([(CountOperator.Gte, 10)]),
        LogicHash = "1",
    };

    private static readonly CorrelationRule Spraying = BruteForce with
    {
        Id = "value_count",
        Type = CorrelationType.ValueCount,
        Timespan = TimeSpan.FromMinutes(10),
        Fields = ["user.name"],
        Range = new CountRange([(CountOperator.Gte, 4)]),
    };

    private static readonly CorrelationRule Success = BruteForce with
    {
        Id = "temporal_ordered",
        Type = CorrelationType.TemporalOrdered,
        RuleIds = ["failed", "accepted"],
        Timespan = TimeSpan.FromMinutes(10),
        Range = null,
    };

    [Theory]
    [InlineData(1000)]
    [InlineData(37)]
    [InlineData(1)]
    public async Task The_groups_and_first_times_of_a_real_log_are_found(int portion)
    {
        string log = SharedData.Get("loghub/OpenSSH/OpenSSH.log");
        using JsonDocument expected = JsonDocument.Parse(await File.ReadAllTextAsync(SharedData.Get("correlation/expected-openssh.json"), TestContext.Current.CancellationToken));
        List<Told> events = [.. (await File.ReadAllLinesAsync(log, TestContext.Current.CancellationToken)).Select(Read).OfType<Told>()];
        Assert.Equal(expected.RootElement.GetProperty("failed").GetInt32(), events.Count(static e => e.Action == "failed"));
        Assert.Equal(expected.RootElement.GetProperty("accepted").GetInt32(), events.Count(static e => e.Action == "accepted"));

        Desk desk = new(Desk.Set(Desk.Action("failed"), Desk.Action("accepted"), BruteForce, Spraying, Success), o => o.BatchSize = portion);
        await desk.SendAndScanAsync([.. events]);

        foreach (string type in (string[])["event_count", "value_count", "temporal_ordered"])
        {
            IReadOnlyList<Detection> detections = await desk.LiveAsync(type);
            string[] found = [.. detections.GroupBy(static d => d.GroupKey)
                .Select(static g => $"{g.Key} {g.Min(static d => d.ReachedAt).UtcDateTime.ToString("MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture)}").Order(StringComparer.Ordinal)];
            string[] wanted = [.. expected.RootElement.GetProperty(type).EnumerateArray()
                .Select(static e => $"{e.GetProperty("source.ip").GetString()} {e.GetProperty("first_reached_time").GetString()}").Order(StringComparer.Ordinal)];
            Assert.Equal(wanted, found);
        }
    }

    /// <summary>"Dec 10 06:55:46 LabSZ sshd[24200]: Failed password for [invalid user] webmaster from 173.234.31.186 port 38926 ssh2", also within "message repeated".</summary>
    private static Told? Read(string line)
    {
        string? action = line.Contains("Failed password for ", StringComparison.Ordinal) ? "failed" : line.Contains("Accepted password for ", StringComparison.Ordinal) ? "accepted" : null;
        if (action is null)
            return null;
        DateTimeOffset time = DateTimeOffset.ParseExact(
            $"2025 {line[..15]}", ["yyyy MMM dd HH:mm:ss", "yyyy MMM  d HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        string rest = line[(line.IndexOf(" for ", StringComparison.Ordinal) + 5)..];
        if (rest.StartsWith("invalid user ", StringComparison.Ordinal))
            rest = rest["invalid user ".Length..];
        int from = rest.IndexOf("from ", StringComparison.Ordinal);
        string user = rest[..from].Trim();
        string ip = rest[(from + 5)..].Split(' ')[0];
        return new Told(action, time, user.Length == 0 ? [("source.ip", ip)] : [("source.ip", ip), ("user.name", user)]);
    }
}
