using SocCore.Incidents;
using SocCore.Rules;
using SocCore.Storage;
using Xunit;

namespace SocTesting.Storage;

public abstract partial class CaseStoreConformance
{
    [Fact]
    public async Task Numbers_count_by_the_year_of_the_city()
    {
        DateTimeOffset lastHourOfYear = new(2026, 12, 31, 16, 59, 0, TimeSpan.Zero);
        Assert.Equal("INC-2026-000001", (await SaveAsync(MakeIncident(1, created: lastHourOfYear))).Number);
        Assert.Equal("INC-2027-000001", (await SaveAsync(MakeIncident(2, created: lastHourOfYear.AddMinutes(1)))).Number);
        await ReopenIfDurableAsync();
        Assert.Equal("INC-2026-000002", (await SaveAsync(MakeIncident(3, created: lastHourOfYear))).Number);
        Assert.Equal(Uid(2), (await Store.GetIncidentAsync("INC-2027-000001", AgencyScope.City, Cancel))!.Uid);
    }

    [Fact]
    public async Task Saving_gives_the_next_version_and_keeps_the_number()
    {
        Incident first = await SaveAsync(MakeIncident(1));
        Assert.Equal((1L, "INC-2026-000001"), (first.Version, first.Number));
        Incident? second = await Store.SaveAsync(first with { Number = "", Assignee = "lan", Status = IncidentStatus.InProgress, Acknowledged = Some.Time.AddTicks(9) }, 1, Change("assigned"), Cancel);
        Assert.Equal((2L, "INC-2026-000001"), (second!.Version, second.Number));
        await ReopenIfDurableAsync();
        AssertSame(second, await Store.GetIncidentAsync(first.Uid, AgencyScope.City, Cancel));
    }

    [Fact]
    public async Task Exactly_one_of_many_concurrent_saves_wins()
    {
        Incident incident = await SaveAsync(MakeIncident(1));
        Incident?[] saved = await Task.WhenAll(Enumerable.Range(0, 16).Select(i =>
            Task.Run(() => Store.SaveAsync(incident with { Assignee = $"{i}" }, 1, Change("assigned"), Cancel).AsTask(), Cancel)));
        Incident winner = Assert.Single(saved, s => s is not null)!;
        Assert.Equal(winner.Assignee, (await Store.GetIncidentAsync(incident.Uid, AgencyScope.City, Cancel))!.Assignee);
        Assert.Equal(2, (await Store.GetHistoryAsync(incident.Uid, AgencyScope.City, Cancel)).Count);
    }

    [Fact]
    public async Task Latest_incident_of_a_key_is_found_whatever_its_state()
    {
        await SaveAsync(MakeIncident(2) with { DedupKey = "k", Status = IncidentStatus.Closed });
        await SaveAsync(MakeIncident(1) with { DedupKey = "k" });
        Assert.Equal(Uid(2), (await Store.FindByDedupKeyAsync("k", Cancel))!.Uid);
        await SaveAsync(MakeIncident(3, created: Some.Time.AddMinutes(2)) with { DedupKey = "k" });
        Assert.Equal(Uid(3), (await Store.FindByDedupKeyAsync("k", Cancel))!.Uid);
    }

    [Fact]
    public async Task Owner_and_involved_agencies_see_an_incident_and_others_do_not()
    {
        await SaveAsync(MakeIncident(1, "so-gtvt"));
        await SaveAsync(MakeIncident(2, "soc") with { InvolvedAgencies = ["so-gtvt", "so-yt"] });
        await SaveAsync(MakeIncident(3, "unassigned"));
        Assert.Equal<int[]>([1, 2, 3], await SeenAsync(AgencyScope.City));
        Assert.Equal<int[]>([1, 2], await SeenAsync(AgencyScope.Of("so-gtvt")));
        Assert.Equal<int[]>([2], await SeenAsync(AgencyScope.Of("so-yt")));
        Assert.Empty(await SeenAsync(AgencyScope.Of("so-tnmt")));
        Assert.Empty(await SeenAsync(AgencyScope.Of("unassigned")));
    }

    [Fact]
    public async Task Foreign_incident_is_as_if_it_were_not_there()
    {
        Incident incident = MakeIncident(1, "soc") with { InvolvedAgencies = ["so-gtvt", "so-yt"] };
        Assert.True(await Store.CommitAsync(
            Scan(0, 1) with { Incidents = [(incident, 0, Change())], Detections = [MakeDetection(1, incident.Uid, "so-gtvt"), MakeDetection(2, incident.Uid, "so-gtvt", "so-yt")] }, Cancel));
        AgencyScope other = AgencyScope.Of("so-tnmt");
        Assert.Null(await Store.GetIncidentAsync(incident.Uid, other, Cancel));
        Assert.Null(await Store.GetIncidentAsync("INC-2026-000001", other, Cancel));
        Assert.Empty(await Store.GetDetectionsAsync(incident.Uid, other, Cancel));
        Assert.Empty(await Store.GetHistoryAsync(incident.Uid, other, Cancel));
        Assert.Empty(await Store.GetChangesAsync(0, 10, other, Cancel));
        Assert.Equal([Uid(1001), Uid(1002)], (await Store.GetDetectionsAsync(incident.Uid, AgencyScope.Of("so-gtvt"), Cancel)).Select(d => d.Uid));
        Assert.Equal([Uid(1002)], (await Store.GetDetectionsAsync(incident.Uid, AgencyScope.Of("so-yt"), Cancel)).Select(d => d.Uid));
        Assert.Single(await Store.GetHistoryAsync(incident.Uid, AgencyScope.Of("so-yt"), Cancel));
    }

    public static TheoryData<string, int[]> Searches => new()
    {
        { "all", [1, 2, 3, 4] },
        { "new or on hold", [1, 3] },
        { "medium", [2, 3, 4] },
        { "agency", [2, 4] },
        { "system", [4] },
        { "rule", [2] },
        { "assignee", [2] },
        { "nobody", [1, 3, 4] },
        { "from", [3, 4] },
        { "to", [1, 2] },
        { "duong", [3] },
        { "ĐƯỜNG ray", [3] },
        { "duong an", [] },
        { "000002", [2] },
        { "guessing 4", [4] },
        { "203.0.113.9", [4] },
        { "%", [] },
    };

    [Theory]
    [MemberData(nameof(Searches))]
    public async Task Search_restricts_by_each_part(string search, int[] expected)
    {
        await SaveAsync(MakeIncident(1) with { Severity = RuleLevel.Low });
        await SaveAsync(MakeIncident(2) with { Status = IncidentStatus.Closed, RuleId = "other", Assignee = "lan", InvolvedAgencies = ["so-gtvt", "so-yt"] });
        await SaveAsync(MakeIncident(3) with { Status = IncidentStatus.OnHold, Title = "Đường ray bị khóa", Severity = RuleLevel.Medium });
        await SaveAsync(MakeIncident(4, "so-yt") with { Status = IncidentStatus.Resolved, Systems = ["flood-control"], Entities = [new Entity("source.ip", "203.0.113.9", ["so-yt"])] });
        IncidentQuery query = search switch
        {
            "all" => new IncidentQuery(),
            "new or on hold" => new IncidentQuery { Status = [IncidentStatus.New, IncidentStatus.OnHold] },
            "medium" => new IncidentQuery { MinSeverity = RuleLevel.Medium },
            "agency" => new IncidentQuery { Agency = "so-yt" },
            "system" => new IncidentQuery { System = "flood-control" },
            "rule" => new IncidentQuery { RuleId = "other" },
            "assignee" => new IncidentQuery { Assignee = "lan" },
            "nobody" => new IncidentQuery { Assignee = "" },
            "from" => new IncidentQuery { From = Some.Time.AddMinutes(3) },
            "to" => new IncidentQuery { To = Some.Time.AddMinutes(3) },
            _ => new IncidentQuery { Text = search },
        };
        IncidentPage page = await Store.SearchIncidentsAsync(query, AgencyScope.City, Cancel);
        Assert.Equal(expected.Select(Uid), page.Incidents.Select(i => i.Uid).Order());
        Assert.Equal(expected.Length, page.Total);
    }

    [Fact]
    public async Task Foreign_entities_cannot_be_guessed_by_searching()
    {
        await SaveAsync(MakeIncident(1, "soc") with
        {
            InvolvedAgencies = ["so-gtvt", "so-yt"],
            Entities = [new Entity("user.name", "bác sĩ Hoa", ["so-yt"]), new Entity("source.ip", "192.0.2.66", ["so-gtvt", "so-yt"])],
        });
        IncidentQuery name = new() { Text = "hoa" };
        Assert.Equal(1, (await Store.SearchIncidentsAsync(name, AgencyScope.City, Cancel)).Total);
        Assert.Equal(1, (await Store.SearchIncidentsAsync(name, AgencyScope.Of("so-yt"), Cancel)).Total);
        Assert.Equal(0, (await Store.SearchIncidentsAsync(name, AgencyScope.Of("so-gtvt"), Cancel)).Total);
        Assert.Equal(1, (await Store.SearchIncidentsAsync(new IncidentQuery { Text = "192.0.2.66" }, AgencyScope.Of("so-gtvt"), Cancel)).Total);
    }

    [Theory]
    [InlineData(IncidentSort.CreatedDescending)]
    [InlineData(IncidentSort.CreatedAscending)]
    [InlineData(IncidentSort.SeverityDescending)]
    [InlineData(IncidentSort.ModifiedDescending)]
    public async Task Pages_go_through_every_order_over_ties_without_loss_or_repeat(IncidentSort sort)
    {
        for (int n = 1; n <= 23; n++)
            await SaveAsync(MakeIncident(n, created: Some.Time.AddMinutes(n / 5)) with { Severity = (RuleLevel)(1 + (n % 5)), Modified = Some.Time.AddMinutes(n / 7) });
        List<Incident> seen = [];
        string? after = null;
        do
        {
            IncidentPage page = await Store.SearchIncidentsAsync(new IncidentQuery { Sort = sort, Limit = 4, After = after }, AgencyScope.City, Cancel);
            Assert.Equal(23, page.Total);
            seen.AddRange(page.Incidents);
            after = page.Next;
        }
        while (after is not null);

        IOrderedEnumerable<Incident> ordered = sort switch
        {
            IncidentSort.CreatedAscending => seen.OrderBy(i => i.Created),
            IncidentSort.SeverityDescending => seen.OrderByDescending(i => i.Severity).ThenByDescending(i => i.Created),
            IncidentSort.ModifiedDescending => seen.OrderByDescending(i => i.Modified),
            _ => seen.OrderByDescending(i => i.Created),
        };
        Assert.Equal(23, seen.Select(i => i.Uid).Distinct().Count());
        Assert.Equal(ordered.ThenBy(i => i.Uid.ToString(), StringComparer.Ordinal).Select(i => i.Uid), seen.Select(i => i.Uid));
    }

    [Theory]
    [InlineData("not a mark!")]
    [InlineData("MDsxOzI7eA")]
    public async Task Mark_that_is_none_is_refused_by_name(string mark)
    {
        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(async () =>
            await Store.SearchIncidentsAsync(new IncidentQuery { After = mark }, AgencyScope.City, Cancel));
        Assert.Contains(mark, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Feed_has_all_changes_in_the_order_of_commits()
    {
        Incident a = await SaveAsync(MakeIncident(1));
        await SaveAsync(MakeIncident(2, "so-yt"));
        await Store.SaveAsync(a with { Assignee = "lan" }, 1, Change("assigned"), Cancel);
        IReadOnlyList<ChangeRow> all = await Store.GetChangesAsync(0, 100, AgencyScope.City, Cancel);
        Assert.Equal([Uid(1), Uid(2), Uid(1)], all.Select(c => c.IncidentUid));
        Assert.Equal(all.Select(c => c.Sequence).Order().Distinct(), all.Select(c => c.Sequence));
        Assert.Equal([1L, 1L, 2L], all.Select(c => c.Version));
        AssertSame(Change("assigned"), all[2].Change);
        Assert.Equal(all.Skip(1).Take(1).Select(c => c.Sequence), (await Store.GetChangesAsync(all[0].Sequence, 1, AgencyScope.City, Cancel)).Select(c => c.Sequence));
        Assert.Equal([all[1].Sequence], (await Store.GetChangesAsync(0, 100, AgencyScope.Of("so-yt"), Cancel)).Select(c => c.Sequence));
        await ReopenIfDurableAsync();
        await SaveAsync(MakeIncident(3));
        Assert.Equal(Uid(3), Assert.Single(await Store.GetChangesAsync(all[2].Sequence, 100, AgencyScope.City, Cancel)).IncidentUid);
    }

    [Fact]
    public async Task Own_changes_are_found_behind_many_foreign_ones()
    {
        Assert.True(await Store.CommitAsync(Scan(0, 1) with { Incidents = [.. Enumerable.Range(1, 250).Select(static n => (MakeIncident(n), 0L, Change()))] }, Cancel));
        await SaveAsync(MakeIncident(300, "so-yt"));
        Assert.Equal(Uid(300), Assert.Single(await Store.GetChangesAsync(0, 5, AgencyScope.Of("so-yt"), Cancel)).IncidentUid);
        Assert.Equal([1L, 2L, 3L, 4L, 5L], (await Store.GetChangesAsync(0, 5, AgencyScope.Of("so-gtvt"), Cancel)).Select(static c => c.Sequence));
        Assert.Equal(251, await Store.GetLastChangeAsync(0, Cancel));
        Assert.Equal("INC-2026-000251", (await Store.GetIncidentAsync(Uid(300), AgencyScope.City, Cancel))!.Number);
    }

    [Fact]
    public async Task Waiting_for_a_change_ends_with_it_or_in_time()
    {
        Task<bool> inVain = Store.WaitForChangeAsync(0, TimeSpan.FromSeconds(5), Cancel).AsTask();
        Clock.Advance(TimeSpan.FromSeconds(6));
        Assert.False(await inVain.WaitAsync(TimeSpan.FromMinutes(2), Cancel));
        Task<bool> waiting = Store.WaitForChangeAsync(0, TimeSpan.FromHours(1), Cancel).AsTask();
        await SaveAsync(MakeIncident(1));
        Assert.True(await waiting.WaitAsync(TimeSpan.FromMinutes(2), Cancel));
        long last = (await Store.GetChangesAsync(0, 10, AgencyScope.City, Cancel))[^1].Sequence;
        Task<bool> next = Store.WaitForChangeAsync(last, TimeSpan.FromHours(1), Cancel).AsTask();
        Assert.True(await Store.CommitAsync(Scan(0, 1) with { Incidents = [(MakeIncident(2), 0, Change())] }, Cancel));
        Assert.True(await next.WaitAsync(TimeSpan.FromMinutes(2), Cancel));
    }

    private async Task<int[]> SeenAsync(AgencyScope scope)
    {
        IncidentPage page = await Store.SearchIncidentsAsync(new IncidentQuery(), scope, Cancel);
        Assert.Equal(page.Incidents.Count, page.Total);
        int[] listed = [.. Enumerable.Range(1, 9).Where(n => page.Incidents.Any(i => i.Uid == Uid(n)))];
        List<int> read = [];
        for (int n = 1; n <= 9; n++)
        {
            if (await Store.GetIncidentAsync(Uid(n), scope, Cancel) is not null)
                read.Add(n);
        }

        Assert.Equal(listed, read);
        return listed;
    }
}
