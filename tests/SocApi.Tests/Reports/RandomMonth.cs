using System.Globalization;
using SocCore.Events;
using SocCore.Incidents;
using SocCore.Incidents.Workflow;
using SocCore.Ports;
using SocCore.Rules;
using SocCore.Storage;
using SocTesting;

namespace SocApi.Tests.Reports;

/// <summary>
/// A month of a made-up city, and some days around it, from a fixed seed: events, unreadable records, incidents and the work
/// on them. What it did is kept in plain lists beside the stores, so that reports can be recomputed without them.
/// </summary>
internal sealed class RandomMonth(int seed)
{
    public static readonly DateTimeOffset Begin = new(2026, 2, 28, 17, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset End = new(2026, 3, 31, 17, 0, 0, TimeSpan.Zero);
    public static readonly string[] Agencies = ["so-gtvt", "so-yte", "cong-an"];

    private static readonly Verdict[] Verdicts = [Verdict.TruePositive, Verdict.FalsePositive, Verdict.Benign, Verdict.Duplicate, Verdict.Test];

    private readonly Random _random = new(seed);

    public List<(DateTimeOffset At, string Agency, string Source)> Events { get; } = [];

    public List<(DateTimeOffset At, string Agency, string Source, bool Replayed)> Letters { get; } = [];

    public List<PlainCase> Cases { get; } = [];

    /// <summary>Three sources an agency; the last of each is set up and never sends.</summary>
    public static string[] SourcesOf(string agency) => [$"{agency}/a", $"{agency}/b", $"{agency}/never"];

    public async Task PlayAsync(ReportWork work)
    {
        work.Sources.Sources = [.. Agencies.SelectMany(static a => SourcesOf(a).Select(s => new SourceStatus(s, a, a, "Source " + s, a + ".log", 0, 0, null, TimeSpan.FromHours(6), "ok")))];
        await FillAsync(work.Events, work.Cases, work.State);
    }

    public async Task FillAsync(IEventStore events, ICaseStore cases, IStateStore state)
    {
        await AddEventsAsync(events);
        await AddLettersAsync(state);
        for (int i = 0; i < 120; i++)
            await AddCaseAsync(cases, i);
    }

    private DateTimeOffset Somewhen() => Begin.AddDays(-10).AddSeconds(_random.Next(50 * 86_400));

    private async Task AddEventsAsync(IEventStore events)
    {
        List<string> documents = [];
        for (int i = 0; i < 3_000; i++)
        {
            string agency = Agencies[_random.Next(Agencies.Length)];
            (DateTimeOffset At, string Agency, string Source) one = (Somewhen(), agency, SourcesOf(agency)[_random.Next(2)]);
            Events.Add(one);
            documents.Add($$$"""{"@timestamp":"{{{Rfc3339.Format(one.At)}}}","message":"x","organization":{"id":"{{{one.Agency}}}"},"event":{"dataset":"{{{one.Agency}}}.log"},"city":{"system":"{{{one.Agency}}}"},"soc":{"source":"{{{one.Source}}}"}}""");
        }

        EventBatch batch = Some.Batch(1, 1, [.. documents]);
        await events.AppendAsync(batch, new SpoolPosition(1, documents.Count), mayRepeat: false, TestContext.Current.CancellationToken);
    }

    private async Task AddLettersAsync(IStateStore state)
    {
        List<DeadLetter> letters = [];
        for (int i = 0; i < 200; i++)
        {
            string agency = Agencies[_random.Next(Agencies.Length)];
            DateTimeOffset at = Somewhen();
            bool replayed = _random.Next(3) == 0;
            Letters.Add((at, agency, SourcesOf(agency)[0], replayed));
            letters.Add(new DeadLetter
            {
                Id = new EventId(5, (ulong)i + 1),
                Bytes = new byte[] { 1 },
                Listener = "udp",
                Peer = "192.0.2.1",
                Source = SourcesOf(agency)[0],
                Agency = agency,
                Stage = "decode",
                Reason = "cut",
                ReceivedAt = at,
                ReplayedAt = replayed ? at.AddHours(1) : null,
            });
        }

        await state.AddDeadLettersAsync(letters, TestContext.Current.CancellationToken);
    }

    private async Task AddCaseAsync(ICaseStore cases, int number)
    {
        DateTimeOffset created = Somewhen();
        PlainCase plain = new()
        {
            Uid = IncidentKeys.Uid("random-month", seed.ToString(CultureInfo.InvariantCulture), number.ToString(CultureInfo.InvariantCulture)),
            Agency = Agencies[_random.Next(Agencies.Length)],
            Level = (RuleLevel)_random.Next(1, 6),
            Rule = "rule-" + _random.Next(6).ToString(CultureInfo.InvariantCulture),
            FirstEvent = created.AddSeconds(-_random.Next(1, 5_000)),
            Created = created,
        };
        Cases.Add(plain);
        Detection detection = Detected(plain, number);
        BookEntry entry = IncidentBook.Open(detection, [new Entity("source.ip", $"192.0.2.{number % 9}", [plain.Agency])], null, created);
        IReadOnlyList<SpoolPosition> cursors = await cases.GetCursorsAsync(TestContext.Current.CancellationToken);
        Assert.True(await cases.CommitAsync(
            new DetectCommit { ExpectedCursors = cursors, Cursors = cursors, Detections = [detection with { IncidentUid = entry.Incident.Uid }], Incidents = [(entry.Incident, 0, entry.Change)] },
            TestContext.Current.CancellationToken));
        await WorkAsync(cases, plain, entry.Incident.Uid);
    }

    private static Detection Detected(PlainCase plain, int number) => new()
    {
        Uid = plain.Uid,
        RuleId = plain.Rule,
        Title = "Title of " + plain.Rule,
        Titles = new Dictionary<string, string> { ["vi"] = "Tiêu đề của " + plain.Rule, ["en"] = "Title of " + plain.Rule },
        LogicHash = "00",
        Level = plain.Level,
        Tags = ["attack.t1110.001"],
        GroupKey = number.ToString(CultureInfo.InvariantCulture),
        GroupValues = [new("source.ip", number.ToString(CultureInfo.InvariantCulture))],
        FirstEvent = plain.FirstEvent,
        ReachedAt = plain.FirstEvent,
        LastEvent = plain.Created.AddSeconds(-1),
        RaisedAt = plain.Created,
        MatchCount = 3,
        MatchHash = "0",
        Evidence = [],
        Agencies = [plain.Agency],
        Systems = [plain.Agency],
    };

    /// <summary>People take it up, rest, resolve, reopen and close, some of it after the month has ended.</summary>
    private async Task WorkAsync(ICaseStore cases, PlainCase plain, Guid uid)
    {
        int steps = _random.Next(0, 6);
        DateTimeOffset at = plain.Created;
        for (int i = 0; i < steps; i++)
        {
            Incident incident = (await cases.GetIncidentAsync(uid, AgencyScope.City, TestContext.Current.CancellationToken))!;
            at = at.AddMinutes(_random.Next(1, 6_000));
            WorkflowStep[] choice = [.. IncidentWorkflow.Allowed(incident, "b-" + i)];
            if (choice.Length == 0)
                return;
            WorkflowStep step = choice[_random.Next(choice.Length)];
            Verdict? verdict = step.Needs.Contains("verdict") ? (step.Verdicts.Count > 0 ? step.Verdicts : Verdicts)[_random.Next(step.Verdicts.Count > 0 ? step.Verdicts.Count : Verdicts.Length)] : null;
            Transition move = new(step.To) { Verdict = verdict, Summary = "Found out", RootCause = "unknown", HoldReason = "waits", HoldUntil = at.AddDays(1), Reason = "again" };
            WorkflowOutcome outcome = IncidentWorkflow.Apply(incident, move, "a-" + i, at);
            Assert.True(outcome.IsAccepted, string.Join(' ', outcome.Refusals.Select(static r => r.Message)));
            Assert.NotNull(await cases.SaveAsync(outcome.Incident, incident.Version, outcome.Change!, TestContext.Current.CancellationToken));
            plain.Moves.Add((at, step.To, verdict));
        }
    }
}
