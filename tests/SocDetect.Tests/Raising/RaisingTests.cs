using SocCore.Incidents;
using SocCore.Rules;
using SocCore.Storage;
using SocDetect.Tests.Scheduling;
using SocTesting;
using Xunit;

namespace SocDetect.Tests.Raising;

/// <summary>From detections to incidents: who owns them, when one is joined, taken up again or followed by another.</summary>
public sealed class RaisingTests
{
    private static Told A(double second, string agency = "so-gtvt", string ip = "192.0.2.1") =>
        new("a", second, ("source.ip", ip), ("user.name", $"user-of-{agency}")) { Agency = agency, System = $"system-of-{agency}", Source = $"source/{agency}" };

    private static Desk Grouped() => new(Desk.Set(Desk.Action("a", raises: true, "source.ip")));

    private static async Task<Incident> SaveAsync(Desk desk, Incident incident, IncidentStatus status) =>
        (await desk.Cases.SaveAsync(
            incident with { Status = status, Resolved = desk.Clock.GetUtcNow() }, incident.Version, new IncidentChange("transitioned", "an", desk.Clock.GetUtcNow(), null, []), default))!;

    [Fact]
    public async Task Evidence_of_a_second_agency_moves_the_incident_to_the_city_soc()
    {
        Desk desk = Grouped();
        await desk.SendAndScanAsync(A(0));
        Assert.Equal("so-gtvt", Assert.Single(await desk.IncidentsAsync()).Agency);
        await desk.SendAndScanAsync(A(5, "so-yte"));

        Incident incident = Assert.Single(await desk.IncidentsAsync());
        Assert.Equal(AgencyScope.CitySoc, incident.Agency);
        Assert.Equal(["so-gtvt", "so-yte"], incident.InvolvedAgencies);
        Assert.Equal(["system-of-so-gtvt", "system-of-so-yte"], incident.Systems);
        Assert.Equal(["so-gtvt", "so-yte"], incident.Entities.Single(static e => e.Field == "source.ip").Agencies);
        Assert.Equal(["so-yte"], incident.Entities.Single(static e => e.Value == "user-of-so-yte").Agencies);
        Assert.Equal(["created", "transferred"], (await desk.Cases.GetHistoryAsync(incident.Uid, AgencyScope.City, default)).Select(static c => c.Change.Kind));
    }

    [Fact]
    public async Task A_spanning_detection_takes_over_the_open_incident_of_one_agency()
    {
        Desk desk = Grouped();
        await desk.SendAndScanAsync(A(0));
        await desk.SendAndScanAsync(A(5_000), A(5_001, "so-yte"));
        Incident incident = Assert.Single(await desk.IncidentsAsync());
        Assert.Equal((AgencyScope.CitySoc, 2, 3), (incident.Agency, incident.DetectionCount, incident.EventCount));
    }

    [Fact]
    public async Task A_new_detection_joins_the_open_incident_of_its_group()
    {
        Desk desk = Grouped();
        await desk.SendAndScanAsync(A(0));
        Incident first = await SaveAsync(desk, (await desk.IncidentsAsync())[0], IncidentStatus.OnHold);
        await desk.SendAndScanAsync(A(5_000), A(5_001, ip: "192.0.2.2"));
        IReadOnlyList<Incident> all = await desk.IncidentsAsync();
        Assert.Equal(2, all.Count);
        Incident joined = Assert.Single(all, i => i.Uid == first.Uid);
        Assert.Equal((2, 2, IncidentStatus.OnHold), (joined.DetectionCount, joined.EventCount, joined.Status));
    }

    [Fact]
    public async Task A_resolved_incident_is_taken_up_again_within_a_day_and_followed_by_another_after()
    {
        Desk desk = Grouped();
        await desk.SendAndScanAsync(A(0));
        Incident first = await SaveAsync(desk, (await desk.IncidentsAsync())[0], IncidentStatus.Resolved);
        await desk.SendAndScanAsync(A(3_600 * 23));
        Incident reopened = Assert.Single(await desk.IncidentsAsync());
        Assert.Equal((IncidentStatus.InProgress, null, 2), (reopened.Status, reopened.Resolved, reopened.DetectionCount));
        Assert.Contains(await desk.Cases.GetHistoryAsync(first.Uid, AgencyScope.City, default), static c => c.Change.Kind == "reopened");

        await SaveAsync(desk, reopened, IncidentStatus.Resolved);
        await desk.SendAndScanAsync(A(3_600 * 48));
        IReadOnlyList<Incident> all = await desk.IncidentsAsync();
        Assert.Equal(2, all.Count);
        Assert.Equal(first.Uid, Assert.Single(all, i => i.Uid != first.Uid).RecurrenceOf);
    }

    [Fact]
    public async Task A_change_by_the_engine_is_told_in_the_words_of_the_api()
    {
        Desk desk = Grouped();
        await desk.SendAndScanAsync(A(0));
        Incident first = await SaveAsync(desk, (await desk.IncidentsAsync())[0] with { Verdict = Verdict.FalsePositive }, IncidentStatus.Resolved);
        await desk.SendAndScanAsync(A(3_600));
        IReadOnlyList<FieldChange> told = (await desk.Cases.GetHistoryAsync(first.Uid, AgencyScope.City, default))[^1].Change.Fields;
        Assert.Contains(new FieldChange("status", "resolved", "in_progress"), told);
        Assert.Contains(new FieldChange("verdict", "false_positive", "unknown"), told);
    }

    [Fact]
    public async Task Without_group_fields_there_is_one_incident_a_rule_and_agency()
    {
        Desk desk = new(Desk.Set(Desk.Action("a", raises: true)));
        await desk.SendAndScanAsync(A(0), A(1, "so-yte"), A(2, ip: "192.0.2.2"));
        Assert.Equal([("so-gtvt", 2), ("so-yte", 1)], (await desk.IncidentsAsync()).Select(static i => (i.Agency, i.EventCount)).Order());
    }

    [Theory]
    [InlineData(23, false)]
    [InlineData(25, true)]
    public async Task A_detection_on_events_older_than_a_day_at_receipt_is_historic(int hours, bool historic)
    {
        Desk desk = Grouped();
        await desk.SendAndScanAsync(A(0) with { Received = Some.Time.AddHours(hours) });
        desk.Crash();
        await desk.SendAndScanAsync(A(1) with { Received = Some.Time.AddHours(hours + 1) });
        Assert.Equal(historic, Assert.Single(await desk.IncidentsAsync()).Historic);
        Assert.Equal(historic, Assert.Single(await desk.DetectionsAsync()).Historic);
    }

    [Fact]
    public async Task Shadow_rules_are_counted_and_raise_no_incident()
    {
        Desk desk = new(Desk.Set(Desk.Action("a", raises: true) with { State = RuleState.Shadow }));
        await desk.SendAndScanAsync(A(0));
        Assert.Empty(await desk.IncidentsAsync());
        Assert.Equal((1, 1), (desk.Tally.Of("a").Matches, desk.Tally.Of("a").Detections));
    }

    [Fact]
    public void An_incident_by_hand_is_its_reporters_and_has_a_key_of_its_own()
    {
        HandReport report = new("Mất tín hiệu camera", "so-gtvt", RuleLevel.Low, Systems: ["cctv", "atcs"]);
        BookEntry one = IncidentBook.OpenByHand(report, "an", Some.Time);
        BookEntry other = IncidentBook.OpenByHand(report, "an", Some.Time);
        Assert.Equal(("so-gtvt", IncidentStatus.New, 0L, "an"), (one.Incident.Agency, one.Incident.Status, one.BaseVersion, one.Change.Actor));
        Assert.Equal(["atcs", "cctv"], one.Incident.Systems);
        Assert.Equal(7, one.Incident.Uid.Version);
        Assert.NotEqual(one.Incident.DedupKey, other.Incident.DedupKey);
    }

    [Fact]
    public void The_dedup_key_ignores_case_normal_form_and_order_of_fields()
    {
        string key = IncidentKeys.DedupKey("r", 1, "so-yte", [new("a", "Đà Nẵng"), new("b", "2")]);
        Assert.Equal(key, IncidentKeys.DedupKey("r", 1, "so-yte", [new("b", "2"), new("a", "đà nẵng".Normalize(System.Text.NormalizationForm.FormD))]));
        Assert.NotEqual(key, IncidentKeys.DedupKey("r", 1, "so-yte", [new("a", "Da Nang"), new("b", "2")]));
        Assert.Equal(52, key.Length);
    }
}
