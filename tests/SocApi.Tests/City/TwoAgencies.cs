using System.Text;
using SocCore.Events;
using SocCore.Incidents;
using SocCore.Ports;
using SocCore.Rules;
using SocCore.Storage;
using SocTesting;

namespace SocApi.Tests.City;

/// <summary>
/// Two agencies with one of everything each, and one incident that spans both. Everything of an agency carries its canary,
/// so that a leak shows as a word.
/// </summary>
internal static class TwoAgencies
{
    public const string Traffic = "so-gtvt";
    public const string Health = "so-yte";
    public const string TrafficCanary = "kanaritraffic";
    public const string HealthCanary = "kanarihealth";

    public static readonly Guid TrafficIncident = Guid.Parse("11111111-1111-8111-8111-111111111111");
    public static readonly Guid HealthIncident = Guid.Parse("22222222-2222-8222-8222-222222222222");
    public static readonly Guid SharedIncident = Guid.Parse("33333333-3333-8333-8333-333333333333");

    public static string CanaryOf(string agency) => agency == Traffic ? TrafficCanary : HealthCanary;

    public static string Other(string agency) => agency == Traffic ? Health : Traffic;

    /// <summary>Ids of the agency's own events, dead letter and incident.</summary>
    public static (EventId Event, EventId Letter, Guid Incident) IdsOf(string agency) => agency == Traffic
        ? (new EventId(1, 1), new EventId(3, 1), TrafficIncident)
        : (new EventId(1, 2), new EventId(3, 2), HealthIncident);

    public static async Task FillAsync(ApiHost host)
    {
        await host.Events.AppendAsync(Events(), new SpoolPosition(1, 2), mayRepeat: false, default);
        await host.State.AddDeadLettersAsync([Letter(Traffic), Letter(Health)], default);
        Detection[] detections = [Detected(Traffic), Detected(Health), Spanning()];
        DetectCommit commit = new()
        {
            ExpectedCursors = [],
            Cursors = [new SpoolPosition(1, 2)],
            Detections = detections,
            Incidents =
            [
                (Owned(Traffic), 0, Created("created for " + TrafficCanary)),
                (Owned(Health), 0, Created("created for " + HealthCanary)),
                (Shared(), 0, Created($"spans {TrafficCanary} and {HealthCanary}")),
            ],
            Ledger = [Row(Traffic), Row(Health), new LedgerRow("scan", "1", Some.Time, Some.Time.AddSeconds(1), 2, null, Some.Time.AddHours(1))],
        };
        Assert.True(await host.Cases.CommitAsync(commit, default));
        host.Sources.Sources = [Source(Traffic), Source(Health)];
        host.Sources.Unclaimed = [new UnclaimedSender("192.0.2.9", "udp/514", "x", 1, Some.Time, [$"{TrafficCanary} {HealthCanary}"])];
        host.Rules.Rules = [new RuleStatus("r1", "A rule", RuleLevel.High, RuleState.On, "rule", "rules/a.yml", 2, 2, Some.Time, false, ["attack.t1110.001"])];
    }

    private static EventBatch Events()
    {
        using EventBatchBuilder builder = new();
        foreach ((string agency, int i) in (ReadOnlySpan<(string, int)>)[(Traffic, 1), (Health, 2)])
        {
            string canary = CanaryOf(agency);
            builder.Begin();
            EcsJsonReader.Read(Encoding.UTF8.GetBytes(
                $$$"""{"message":"Thất bại {{{canary}}}","user":{"name":"{{{canary}}}-user"},"organization":{"id":"{{{agency}}}"},"event":{"dataset":"{{{canary}}}.log","original":"raw {{{canary}}}","outcome":"failure"},"source":{"ip":"192.0.2.{{{i}}}"},"city":{"system":"sys-{{{agency}}}"}}"""), builder);
            DateTimeOffset time = Some.Time.AddSeconds(i);
            builder.AddTime(EcsField.Timestamp, time.UtcTicks);
            builder.Commit(IdsOf(agency).Event, 1, i, time.UtcTicks, time.UtcTicks);
        }

        return builder.Build();
    }

    private static DeadLetter Letter(string agency) => new()
    {
        Id = IdsOf(agency).Letter,
        Bytes = Encoding.UTF8.GetBytes("broken " + CanaryOf(agency)),
        Listener = "udp/514",
        Peer = "192.0.2.1",
        Source = $"{agency}/source",
        Agency = agency,
        Stage = "decode",
        Reason = "cut at " + CanaryOf(agency),
        ReceivedAt = Some.Time,
    };

    private static SourceStatus Source(string agency) =>
        new($"{agency}/source", agency, agency, "Source of " + CanaryOf(agency), CanaryOf(agency) + ".log", 1, 1, Some.Time, TimeSpan.FromMinutes(5), "ok");

    private static LedgerRow Row(string agency) =>
        new("late", $"{agency}/source", Some.Time, Some.Time.AddSeconds(1), 1, "late by " + CanaryOf(agency), Some.Time.AddHours(1));

    private static EvidenceRef Evidence(string agency) => new(IdsOf(agency).Event, Some.Time.AddSeconds(1), agency, "sys-" + agency, CanaryOf(agency) + ".log", "r1");

    private static Detection Detected(string agency) => new()
    {
        Uid = Guid.Parse(agency == Traffic ? "aaaaaaaa-1111-8111-8111-111111111111" : "aaaaaaaa-2222-8222-8222-222222222222"),
        RuleId = "r1",
        Title = "Found " + CanaryOf(agency),
        LogicHash = "00",
        Level = RuleLevel.High,
        GroupKey = CanaryOf(agency) + "-user",
        GroupValues = [new("user.name", CanaryOf(agency) + "-user")],
        FirstEvent = Some.Time,
        ReachedAt = Some.Time,
        LastEvent = Some.Time.AddSeconds(1),
        RaisedAt = Some.Time.AddMinutes(1),
        MatchCount = 1,
        MatchHash = "0",
        Evidence = [Evidence(agency)],
        Agencies = [agency],
        Systems = ["sys-" + agency],
        IncidentUid = IdsOf(agency).Incident,
    };

    private static Detection Spanning() => Detected(Traffic) with
    {
        Uid = Guid.Parse("aaaaaaaa-3333-8333-8333-333333333333"),
        Title = $"Both {TrafficCanary}-user and {HealthCanary}-user",
        GroupKey = $"{TrafficCanary}-user|{HealthCanary}-user",
        GroupValues = [new("user.name", TrafficCanary + "-user"), new("user.target.name", HealthCanary + "-user")],
        MatchCount = 2,
        Evidence = [Evidence(Traffic), Evidence(Health)],
        Agencies = [Traffic, Health],
        Systems = ["sys-" + Traffic, "sys-" + Health],
        IncidentUid = SharedIncident,
    };

    private static Incident Owned(string agency) => new()
    {
        Uid = IdsOf(agency).Incident,
        Title = "Incident of " + CanaryOf(agency),
        Titles = new Dictionary<string, string> { ["vi"] = "Sự cố của " + CanaryOf(agency) },
        Description = "About " + CanaryOf(agency),
        Agency = agency,
        InvolvedAgencies = [agency],
        Systems = ["sys-" + agency],
        Severity = RuleLevel.High,
        Created = Some.Time.AddMinutes(1),
        Modified = Some.Time.AddMinutes(1),
        Start = Some.Time,
        End = Some.Time.AddSeconds(1),
        RuleId = "r1",
        Tags = ["attack.t1110.001", CanaryOf(agency)],
        DedupKey = "key-" + CanaryOf(agency),
        Detections = [Detected(agency).Uid],
        DetectionCount = 1,
        EventCount = 1,
        Entities = [new Entity("user.name", CanaryOf(agency) + "-user", [agency])],
    };

    private static Incident Shared() => Owned(Traffic) with
    {
        Uid = SharedIncident,
        Title = $"Both {TrafficCanary}-user and {HealthCanary}-user",
        Titles = new Dictionary<string, string>(),
        Description = $"{TrafficCanary} {HealthCanary}",
        Agency = AgencyScope.CitySoc,
        InvolvedAgencies = [Traffic, Health],
        Systems = ["sys-" + Traffic, "sys-" + Health],
        Summary = $"{TrafficCanary} {HealthCanary}",
        Assignee = $"{TrafficCanary}{HealthCanary}",
        Tags = [TrafficCanary, HealthCanary],
        DedupKey = "key-both",
        Detections = [Spanning().Uid],
        EventCount = 2,
        Entities = [new Entity("user.name", TrafficCanary + "-user", [Traffic]), new Entity("user.name", HealthCanary + "-user", [Health])],
    };

    private static IncidentChange Created(string text) =>
        new("created", "system", Some.Time.AddMinutes(1), text, [new FieldChange("status", null, "new"), new FieldChange("title", null, text)]);
}
