using CsCheck;
using SocCore.Incidents;
using SocCore.Incidents.Workflow;
using SocCore.Rules;
using SocTesting;
using Xunit;

namespace SocCore.Tests.Incidents;

public sealed class IncidentWorkflowTests
{
    private static readonly DateTimeOffset Now = Some.Time;

    [Fact]
    public void Every_state_is_reached_from_new_and_none_is_a_trap()
    {
        foreach (IncidentStatus state in Enum.GetValues<IncidentStatus>())
        {
            Assert.Contains(state, Reach(IncidentStatus.New));
            Assert.Contains(IncidentStatus.Closed, Reach(state));
            Assert.Contains(IncidentStatus.InProgress, Reach(state));
        }
    }

    [Fact]
    public void Whatever_people_do_in_any_order_the_incident_stays_whole()
    {
        Gen<Transition> transition = Gen.Select(
            Gen.Enum<IncidentStatus>(), Gen.Enum<Verdict>(), Gen.OneOf<string?>(null, "", "text"), Gen.Bool,
            static (to, verdict, text, hold) => new Transition(to)
            {
                Verdict = verdict == Verdict.Unknown ? null : verdict,
                Summary = text,
                RootCause = text,
                Reason = text,
                HoldReason = text,
                HoldUntil = hold ? Now.AddDays(1) : null,
            });
        Gen<IncidentAction> action = Gen.OneOf(
            transition.Select(static t => (IncidentAction)t),
            Gen.OneOf<string?>(null, "ana", "binh").Select(static a => (IncidentAction)new Assignment(a)),
            Gen.Enum<RuleLevel>().Select(static l => (IncidentAction)new Edit { Severity = l }));
        Gen.Select(action, Gen.OneOf("ana", "binh", "chi")).Array[1, 40].TryAll(
            static steps =>
            {
                Incident incident = Fresh(RuleLevel.High);
                foreach ((IncidentAction action, string actor) in steps)
                {
                    WorkflowOutcome outcome = IncidentWorkflow.Apply(incident, action, actor, Now);
                    if (!outcome.IsAccepted)
                    {
                        Assert.Same(incident, outcome.Incident);
                        Assert.Null(outcome.Change);
                        continue;
                    }

                    Check(incident, outcome, actor);
                    incident = outcome.Incident;
                }
            },
            seed: "0000KrVy4pg4",
            count: 3_000);
    }

    [Theory]
    [InlineData(RuleLevel.Medium, "ana", true)]
    [InlineData(RuleLevel.High, "ana", false)]
    [InlineData(RuleLevel.Critical, "ana", false)]
    [InlineData(RuleLevel.Critical, "binh", true)]
    public void What_is_high_or_worse_is_closed_by_another_person(RuleLevel level, string closer, bool accepted)
    {
        Incident resolved = Fresh(level) with { Status = IncidentStatus.Resolved, Verdict = Verdict.TruePositive, ResolvedBy = "ana" };
        WorkflowOutcome outcome = IncidentWorkflow.Apply(resolved, new Transition(IncidentStatus.Closed), closer, Now);
        Assert.Equal(accepted, outcome.IsAccepted);
        Assert.Equal(accepted, IncidentWorkflow.Allowed(resolved, closer).Any(static s => s.IsClosing));
    }

    [Fact]
    public void All_that_is_missing_is_said_at_once()
    {
        Incident working = Fresh(RuleLevel.Low) with { Status = IncidentStatus.InProgress };
        WorkflowOutcome outcome = IncidentWorkflow.Apply(working, new Transition(IncidentStatus.Resolved), "ana", Now);
        Assert.Equal(["summary", "root_cause", "verdict"], outcome.Refusals.Select(static r => r.Member));
    }

    [Fact]
    public void Change_that_changes_nothing_is_no_change()
    {
        Incident incident = Fresh(RuleLevel.Low) with { Assignee = "ana" };
        WorkflowOutcome outcome = IncidentWorkflow.Apply(incident, new Assignment("ana"), "binh", Now);
        Assert.True(outcome.IsAccepted);
        Assert.Null(outcome.Change);
    }

    [Theory]
    [InlineData("title", 161)]
    [InlineData("desc", 30_001)]
    [InlineData("tags", 257)]
    public void Too_long_is_refused_by_name(string member, int length)
    {
        string text = new('x', length);
        Edit edit = member switch { "title" => new Edit { Title = text }, "desc" => new Edit { Description = text }, _ => new Edit { Tags = [text] } };
        Assert.Equal(member, IncidentWorkflow.Apply(Fresh(RuleLevel.Low), edit, "ana", Now).Refusals.Single().Member);
    }

    private static void Check(Incident before, WorkflowOutcome outcome, string actor)
    {
        Incident after = outcome.Incident;
        Assert.Equal(outcome.Change is null, before == after || before with { Modified = after.Modified } == after);
        Assert.Equal(after.Status == IncidentStatus.OnHold, after.HoldReason is not null && after.HoldUntil is not null);
        if (after.Status is IncidentStatus.Resolved or IncidentStatus.Closed)
            Assert.NotEqual(Verdict.Unknown, after.Verdict);
        if (after.Status == IncidentStatus.Resolved)
            Assert.True(after.ResolvedBy is not null && !string.IsNullOrWhiteSpace(after.Summary) && after.Resolved is not null);
        if (after.Status == IncidentStatus.InProgress && before.Status != after.Status)
            Assert.True(after.Acknowledged is not null && after.Closed is null);
        if (after.Status == IncidentStatus.Closed && before.Status != IncidentStatus.Closed && before.Severity >= RuleLevel.High)
            Assert.True(before.ResolvedBy is not null && before.ResolvedBy != actor);
    }

    private static HashSet<IncidentStatus> Reach(IncidentStatus start)
    {
        HashSet<IncidentStatus> seen = [start];
        Queue<IncidentStatus> open = new(seen);
        while (open.TryDequeue(out IncidentStatus state))
        {
            foreach (WorkflowStep step in IncidentWorkflow.From(state).Where(s => seen.Add(s.To)))
                open.Enqueue(step.To);
        }

        return seen;
    }

    private static Incident Fresh(RuleLevel level) => new()
    {
        Uid = Guid.Parse("11111111-1111-8111-8111-111111111111"),
        Title = "Something",
        Agency = "soc",
        Severity = level,
        Created = Now,
        Modified = Now,
        Start = Now,
        End = Now,
        DedupKey = "k",
    };
}
