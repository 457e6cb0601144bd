using System.Globalization;
using System.Text;
using System.Text.Json;
using SocCore.Events;
using SocCore.Incidents;
using SocCore.Incidents.Workflow;
using SocCore.Rules;
using SocCore.Storage;
using SocTesting;

namespace EndToEnd.Tests.Console;

/// <summary>Fills stores with events, detections and incidents the way collector and detection do, by the same types.</summary>
internal sealed class CityScene(IEventStore events, ICaseStore cases, IStateStore state, TimeProvider clock)
{
    private const short Spool = 1;

    private long _sequence;

    /// <summary>The morning: all incidents, a day of quiet traffic, and some records that could not be read.</summary>
    public async Task PlayAsync()
    {
        await QuietDayAsync();
        for (int i = CityCases.All.Count - 1; i >= 0; i--)
            await RaiseAsync(CityCases.All[i]);
        await state.AddDeadLettersAsync(
            [.. Enumerable.Range(0, 7).Select(i => Dead(i, i % 2 == 0 ? "{\"lot\":\"BX-0" + i + "\",\"amount\":" : "\u0016\u0003\u0001\u0002 không phải syslog"))], TestContext.Current.CancellationToken);
    }

    /// <summary>Stores the events of a case, raises its detection, opens its incident and does what people did.</summary>
    public async Task<Incident> RaiseAsync(Case story)
    {
        DateTimeOffset now = clock.GetUtcNow();
        DateTimeOffset last = now.AddMinutes(-story.MinutesAgo);
        int stored = Math.Min(story.Events, 40);
        DateTimeOffset first = last.AddSeconds(-7 * stored);
        List<EvidenceRef> evidence = [];
        EventBatch batch = Some.Batch(Spool, _sequence + 1, [.. Enumerable.Range(0, stored).Select(i => Document(story, i, first.AddSeconds(7 * i)))]);
        for (int i = 0; i < batch.Count; i++)
            evidence.Add(new EvidenceRef(batch[i].Id, batch[i].Timestamp, story.Agencies[i % story.Agencies.Length], story.System, story.Dataset, RuleOf(story)));
        await AppendAsync(batch);

        Detection detection = new()
        {
            Uid = IncidentKeys.Uid("scene", story.Vi, story.Group.Value),
            RuleId = RuleOf(story),
            Title = story.En,
            Titles = new Dictionary<string, string> { ["vi"] = story.Vi, ["en"] = story.En },
            LogicHash = "scene",
            Level = story.Level,
            Tags = story.Tags,
            GroupKey = story.Group.Value,
            GroupValues = [new(story.Group.Field, story.Group.Value)],
            FirstEvent = first,
            ReachedAt = first.AddSeconds(7 * Math.Min(stored - 1, 9)),
            LastEvent = last,
            RaisedAt = now,
            MatchCount = story.Events,
            MatchHash = "scene",
            Evidence = evidence,
            Agencies = [.. story.Agencies.Order(StringComparer.Ordinal)],
            Systems = [story.System],
        };
        Entity[] entities = [.. story.Entities.Prepend(story.Group).Select(e => new Entity(e.Field, e.Value, detection.Agencies))];
        DateTimeOffset opened = last.AddSeconds(2);
        BookEntry entry = IncidentBook.Open(detection, entities, null, opened);
        await CommitAsync(detection with { IncidentUid = entry.Incident.Uid }, entry);
        Incident incident = (await cases.GetIncidentAsync(entry.Incident.Uid, AgencyScope.City, TestContext.Current.CancellationToken))!;
        return await WorkAsync(incident, story, opened);
    }

    /// <summary>Changes an incident as a colleague at another desk would.</summary>
    public async Task<Incident> ActAsync(Guid uid, IncidentAction action, string who)
    {
        Incident incident = (await cases.GetIncidentAsync(uid, AgencyScope.City, TestContext.Current.CancellationToken))!;
        return await ApplyAsync(incident, action, who, clock.GetUtcNow());
    }

    private async Task<Incident> WorkAsync(Incident incident, Case story, DateTimeOffset opened)
    {
        if (story.By is null)
            return incident;
        incident = await ApplyAsync(incident, new Transition(IncidentStatus.InProgress), story.By, opened.AddMinutes(4));
        incident = await ApplyAsync(incident, new Comment("Đã gọi trực ban đơn vị, đang kiểm tra máy chủ."), story.By, opened.AddMinutes(6));
        return story.Status switch
        {
            IncidentStatus.OnHold => await ApplyAsync(
                incident, new Transition(IncidentStatus.OnHold) { HoldReason = "Chờ nhà thầu camera xác nhận", HoldUntil = clock.GetUtcNow().AddHours(20) }, story.By, opened.AddMinutes(9)),
            IncidentStatus.Resolved => await ResolveAsync(incident, story.By, opened.AddMinutes(30)),
            IncidentStatus.Closed => await ApplyAsync(await ResolveAsync(incident, story.By, opened.AddMinutes(30)), new Transition(IncidentStatus.Closed), "Nguyễn Hải Yến", opened.AddMinutes(50)),
            _ => incident,
        };
    }

    private Task<Incident> ResolveAsync(Incident incident, string who, DateTimeOffset at) => ApplyAsync(
        incident, new Transition(IncidentStatus.Resolved) { Verdict = Verdict.TruePositive, Summary = "Đã khóa tài khoản và thu hồi quyền.", RootCause = "unknown" }, who, at);

    private async Task<Incident> ApplyAsync(Incident incident, IncidentAction action, string who, DateTimeOffset at)
    {
        WorkflowOutcome outcome = IncidentWorkflow.Apply(incident, action, who, at);
        Assert.True(outcome.IsAccepted, string.Join(' ', outcome.Refusals.Select(static r => r.Message)));
        return (await cases.SaveAsync(outcome.Incident, incident.Version, outcome.Change!, TestContext.Current.CancellationToken))!;
    }

    private async Task CommitAsync(Detection detection, BookEntry entry)
    {
        IReadOnlyList<SpoolPosition> cursors = await cases.GetCursorsAsync(TestContext.Current.CancellationToken);
        bool committed = await cases.CommitAsync(
            new DetectCommit
            {
                ExpectedCursors = cursors,
                Cursors = [new SpoolPosition(Spool, _sequence)],
                Detections = [detection],
                Incidents = [(entry.Incident, entry.BaseVersion, entry.Change)],
            },
            TestContext.Current.CancellationToken);
        Assert.True(committed);
    }

    private async Task AppendAsync(EventBatch batch)
    {
        _sequence += batch.Count;
        await events.AppendAsync(batch, new SpoolPosition(Spool, _sequence), mayRepeat: false, TestContext.Current.CancellationToken);
    }

    /// <summary>Traffic of a day and a night, busiest before noon.</summary>
    private async Task QuietDayAsync()
    {
        List<string> documents = [];
        DateTimeOffset now = clock.GetUtcNow();
        for (int minute = 24 * 60; minute > 0; minute -= 5)
        {
            DateTimeOffset at = now.AddMinutes(-minute);
            double hour = at.AddHours(7).TimeOfDay.TotalHours;
            int count = 1 + (int)(9 * Math.Exp(-Math.Pow(hour - 10, 2) / 18)) + (int)(6 * Math.Exp(-Math.Pow(hour - 17, 2) / 8));
            for (int i = 0; i < count; i++)
                documents.Add(Json(at.AddSeconds(i * 11), "so-gtvt", "traffic", "traffic.signals", $"signal NK-{minute % 37:00} phase {i % 4} ok", null, ("host.name", $"sig-{minute % 37:00}")));
        }

        await AppendAsync(Some.Batch(Spool, _sequence + 1, [.. documents]));
    }

    private static string Document(Case story, int index, DateTimeOffset at)
    {
        string line = string.Format(CultureInfo.InvariantCulture, story.Lines[index % story.Lines.Length], at.AddHours(7).Minute, at.Second);
        return Json(at, story.Agencies[index % story.Agencies.Length], story.System, story.Dataset, line, line, [story.Group, .. story.Entities]);
    }

    private static string Json(DateTimeOffset at, string agency, string system, string dataset, string message, string? original, params (string Field, string Value)[] fields)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("@timestamp", Rfc3339.Format(at));
            writer.WriteString("message", message);
            writer.WriteString("organization.id", agency);
            writer.WriteString("city.system", system);
            writer.WriteString("event.dataset", dataset);
            if (original is not null)
                writer.WriteString("event.original", original);
            foreach ((string field, string value) in fields.DistinctBy(static f => f.Field))
                writer.WriteString(field, value);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private DeadLetter Dead(int index, string bytes) => new()
    {
        Id = EventId.OfPosition(clock.GetUtcNow().AddMinutes(-index).ToUnixTimeMilliseconds(), 9, index + 1),
        Bytes = Encoding.UTF8.GetBytes(bytes),
        Listener = index % 2 == 0 ? "http-parking" : "syslog-tcp",
        Peer = "198.51.100." + (20 + index).ToString(CultureInfo.InvariantCulture),
        Source = index % 2 == 0 ? "parking/payments" : null,
        Agency = index % 2 == 0 ? "so-gtvt" : AgencyScope.Unassigned,
        Stage = index % 2 == 0 ? "decode" : "framing",
        Reason = index % 2 == 0 ? "JSON ends within a value at byte 23; send whole documents" : "The record begins with byte 0x16, a TLS greeting; send plain syslog here or open a TLS listener",
        ReceivedAt = clock.GetUtcNow().AddMinutes(-index * 9),
    };

    private static string RuleOf(Case story) => story.System + "-" + story.Group.Value;
}
