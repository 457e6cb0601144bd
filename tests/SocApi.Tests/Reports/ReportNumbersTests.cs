using SocApi.Reports;
using SocApi.Reports.Facts;
using SocApi.Reports.Model;
using SocCore.Incidents;
using SocCore.Rules;
using SocCore.Storage;

namespace SocApi.Tests.Reports;

/// <summary>Every number of a report equals a recount of what was done, kept in plain lists beside the stores.</summary>
public sealed class ReportNumbersTests
{
    private static readonly DateTimeOffset From = RandomMonth.Begin;
    private static readonly DateTimeOffset To = RandomMonth.End;

    public static TheoryData<int, string> Scenes => new()
    {
        { 1, AgencyScope.CitySoc }, { 2, AgencyScope.CitySoc }, { 3, "so-gtvt" }, { 4, "so-yte" }, { 5, "cong-an" },
    };

    [Theory]
    [MemberData(nameof(Scenes))]
    public async Task Agency_month_counts_what_was_done(int seed, string agency)
    {
        (ReportWork work, RandomMonth month) = await PlayedAsync(seed);
        using ReportWork _ = work;
        ReportDocument report = await work.WriteAsync(ReportWork.Order(ReportKind.AgencyMonth, From, To, agency: agency));
        PlainCase[] cases = [.. month.Cases.Where(c => agency == AgencyScope.CitySoc || c.Agency == agency)];

        Assert.Equal(cases.Count(static c => In(c.Created)), Figure(report, "opened"));
        Assert.Equal(cases.Count(static c => c.ResolvedAt(To) is { } at && In(at)), Figure(report, "resolved"));
        Assert.Equal(cases.Count(static c => c.IsOpenAt(To)), Figure(report, "open"));
        Assert.Equal(month.Events.Count(e => In(e.At) && (agency == AgencyScope.CitySoc || e.Agency == agency)), Figure(report, "events"));
        Assert.Equal(cases.Count(static c => In(c.Created)), Charted(report, "opened-over-time"));
        Assert.Equal(Figure(report, "events"), Charted(report, "events-over-time"));
        ReportTable sources = Table(report, "sources");
        foreach (IReadOnlyList<ReportCell> row in sources.Rows)
        {
            Assert.Equal(month.Events.Count(e => e.Source == row[0].Text && In(e.At)), row[2].Count);
            Assert.Equal(month.Letters.Count(l => l.Source == row[0].Text && In(l.At)), row[3].Count);
        }

        Assert.Equal((agency == AgencyScope.CitySoc ? RandomMonth.Agencies : [agency]).SelectMany(RandomMonth.SourcesOf).Order(StringComparer.Ordinal), sources.Rows.Select(static r => r[0].Text));
        if (agency == AgencyScope.CitySoc)
        {
            foreach (IReadOnlyList<ReportCell> row in Table(report, "agencies").Rows)
            {
                PlainCase[] own = [.. cases.Where(c => c.Agency == row[0].Text)];
                Assert.Equal(
                    [month.Events.Count(e => e.Agency == row[0].Text && In(e.At)), own.Count(static c => In(c.Created)), 0, own.Count(static c => c.ResolvedAt(To) is { } at && In(at)), own.Count(static c => c.IsOpenAt(To))],
                    row.Skip(1).Select(static c => c.Count));
            }
        }
    }

    [Theory]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task Weekly_operations_measures_what_was_done(int seed)
    {
        (ReportWork work, RandomMonth month) = await PlayedAsync(seed);
        using ReportWork _ = work;
        ReportDocument report = await work.WriteAsync(ReportWork.Order(ReportKind.WeeklyOperations, From, To));
        PlainCase[] counted = [.. month.Cases.Where(static c => c.VerdictAt(To) is not (Verdict.Test or Verdict.Duplicate))];

        Measured(report, "Time to detect (TTD)", counted.Where(static c => In(c.Created)).Select(static c => c.Created - c.FirstEvent));
        Measured(report, "Time to triage (TTT)", counted.Where(static c => c.TakenUpBefore(To) is { } at && In(at)).Select(static c => c.TakenUpBefore(To)!.Value - c.Created));
        Measured(report, "Time to acknowledge (TTA)", counted.Where(static c => c.TakenUpBefore(To) is { } at && In(at)).Select(static c => c.TakenUpBefore(To)!.Value - c.FirstEvent));
        Measured(report, "Time to resolve (TTR)", counted.Where(static c => c.ResolvedAt(To) is { } at && In(at)).Select(static c => c.ResolvedAt(To)!.Value - c.TakenUpBefore(To)!.Value));
        Assert.Equal(month.Cases.Count(static c => In(c.Created)), Figure(report, "alerts"));
        Assert.Equal(month.Cases.Count(static c => c.IsOpenAt(To)), Table(report, "backlog").Rows.Sum(static r => r[^1].Count));
        foreach (RuleLevel level in Enum.GetValues<RuleLevel>())
        {
            int column = Table(report, "backlog").Columns.ToList().FindIndex(c => c.Id == "open_" + IncidentWords.Of(level));
            Assert.Equal(month.Cases.Count(c => c.Level == level && c.IsOpenAt(To)), Table(report, "backlog").Rows.Sum(r => r[column].Count));
        }

        foreach (IReadOnlyList<ReportCell> row in Table(report, "rule-quality").Rows)
        {
            PlainCase[] own = [.. month.Cases.Where(c => c.Rule == row[1].Text)];
            PlainCase[] decided = [.. own.Where(static c => LastVerdict(c) is { } at && In(at) && c.VerdictAt(To) is Verdict.TruePositive or Verdict.FalsePositive or Verdict.Benign)];
            int wrong = decided.Count(static c => c.VerdictAt(To) is Verdict.FalsePositive or Verdict.Benign);
            Assert.Equal([own.Count(static c => In(c.Created)), own.Count(static c => In(c.Created)), decided.Length, wrong], row.Skip(2).Take(4).Select(static c => c.Count));
            Assert.Equal(decided.Length == 0 ? 0 : (double)wrong / decided.Length, row[6].Share);
        }
    }

    [Fact]
    public async Task Daily_brief_of_a_past_day_shows_that_day_whatever_was_done_since()
    {
        (ReportWork work, RandomMonth month) = await PlayedAsync(9);
        using ReportWork _ = work;
        DateTimeOffset to = From.AddDays(12);
        ReportDocument report = await work.WriteAsync(ReportWork.Order(ReportKind.DailyBrief, to.AddDays(-1), to));
        Assert.Equal(month.Cases.Count(c => c.IsOpenAt(to)), Figure(report, "open"));
        Assert.Equal(month.Cases.Count(c => c.IsOpenAt(to) && c.StatusAt(to) == IncidentStatus.New), Figure(report, "untouched"));
        Assert.Equal(month.Cases.Count(c => c.IsOpenAt(to) && c.Level >= RuleLevel.High), Figure(report, "open-severe"));
        Assert.Equal(month.Letters.Count(l => l.At >= to.AddDays(-1) && l.At < to), Figure(report, "unreadable"));
        Assert.All(Table(report, "open-incidents").Rows, row => Assert.Equal(IncidentWords.Of(month.Cases.Single(c => c.Created == row[6].Instant).StatusAt(to)), row[4].Text));
    }

    [Fact]
    public async Task Source_coverage_counts_hours_gaps_and_what_was_never_heard()
    {
        (ReportWork work, RandomMonth month) = await PlayedAsync(10);
        using ReportWork _ = work;
        DateTimeOffset to = From.AddDays(7);
        ReportDocument report = await work.WriteAsync(ReportWork.Order(ReportKind.SourceCoverage, From, to));
        Assert.Equal([9, 6, 3], new[] { "expected", "seen", "never" }.Select(id => Figure(report, id)));
        foreach (IReadOnlyList<ReportCell> row in Table(report, "source-coverage").Rows)
        {
            DateTimeOffset[] times = [.. month.Events.Where(e => e.Source == row[0].Text && e.At >= From && e.At < to).Select(static e => e.At).Order()];
            HashSet<int> hours = [.. times.Select(static t => (int)(t - From).TotalHours)];
            Assert.Equal([times.Length, month.Letters.Count(l => l.Source == row[0].Text && l.At >= From && l.At < to)], row.Skip(2).Take(2).Select(static c => c.Count));
            Assert.Equal(times.Length == 0 ? default : times[^1], row[5].Instant);
            Assert.Equal(168 - hours.Count, row[6].Count);
            int longest = 0;
            for (int run = 0, h = 0; h < 168; h++)
            {
                run = hours.Contains(h) ? 0 : run + 1;
                longest = Math.Max(longest, run);
            }

            Assert.Equal(longest, row[7].Count);
        }
    }

    [Theory]
    [InlineData(new[] { 5.0 }, 5.0, 5.0)]
    [InlineData(new[] { 1.0, 2.0 }, 1.5, 2.0)]
    [InlineData(new[] { 3.0, 1.0, 2.0 }, 2.0, 3.0)]
    [InlineData(new[] { 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0 }, 5.5, 9.0)]
    public void Median_and_nearest_rank_are_those_of_the_definitions(double[] seconds, double median, double p90)
    {
        Durations durations = Durations.Of(seconds, static _ => false, static s => TimeSpan.FromSeconds(s));
        Assert.Equal((median, p90), (durations.Median!.Value.TotalSeconds, durations.P90!.Value.TotalSeconds));
    }

    [Fact]
    public void What_ends_before_it_begins_is_left_out_and_counted() =>
        Assert.Equal((1, 2), Durations.Of([1.0, -1.0, 2.0], static s => s > 1, static s => TimeSpan.FromSeconds(s)) is var d ? (d.Count, d.Excluded) : default);

    /// <summary>Values of Wilson's interval as published tables give them.</summary>
    [Theory]
    [InlineData(0, 10, 0.0, 0.2775)]
    [InlineData(5, 10, 0.2366, 0.7634)]
    [InlineData(10, 10, 0.7225, 1.0)]
    public void Wilson_interval_is_the_published_one(long part, long whole, double low, double high)
    {
        WilsonInterval interval = WilsonInterval.Of(part, whole);
        Assert.Equal((low, high), (Math.Round(interval.Low, 4), Math.Round(interval.High, 4)));
    }

    private static bool In(DateTimeOffset at) => at >= From && at < To;

    private static DateTimeOffset? LastVerdict(PlainCase plain)
    {
        DateTimeOffset? at = null;
        Verdict verdict = Verdict.Unknown;
        foreach ((DateTimeOffset when, IncidentStatus to, Verdict? given) in plain.Moves.Where(static m => m.At < To))
        {
            Verdict next = given ?? (to == IncidentStatus.InProgress ? Verdict.Unknown : verdict);
            if (next != verdict)
                at = when;
            verdict = next;
        }

        return at;
    }

    private static async Task<(ReportWork Work, RandomMonth Month)> PlayedAsync(int seed)
    {
        ReportWork work = new(To.AddDays(20));
        RandomMonth month = new(seed);
        await month.PlayAsync(work);
        return (work, month);
    }

    private static void Measured(ReportDocument report, string metric, IEnumerable<TimeSpan> lengths)
    {
        TimeSpan[] sorted = [.. lengths.Order()];
        IReadOnlyList<ReportCell> row = Table(report, "times").Rows.Single(r => r[0].Text == metric);
        Assert.Equal(sorted.Length, row[3].Count);
        Assert.True(sorted.Length > 5, metric);
        TimeSpan median = sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
        Assert.Equal(median, row[1].Span);
        Assert.Equal(sorted[((sorted.Length * 9) + 9) / 10 - 1], row[2].Span);
    }

    private static long Figure(ReportDocument report, string id) => report.Sections.SelectMany(static s => s.Figures).First(f => f.Id == id).Value.Count;

    private static ReportTable Table(ReportDocument report, string id) => report.Tables.Single(t => t.Id == id);

    private static long Charted(ReportDocument report, string id) => report.Sections.SelectMany(static s => s.Charts).OfType<ColumnsOverTime>().Single(c => c.Id == id).Columns.Sum(static c => c.Total);
}
