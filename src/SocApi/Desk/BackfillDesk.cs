using SocApi.Auth;
using SocApi.Problems;
using SocCore.Ports;

namespace SocApi.Desk;

/// <summary>Evaluates stored events again, for who deploys rules.</summary>
public sealed class BackfillDesk(IBackfill backfill, IRuleBench bench)
{
    /// <summary>The longest interval of one request; a caller goes through a longer one piece by piece, and can stop in between.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    /// <summary>Evaluates events whose time is in [from, to). Rules look at the whole city, so only the city SOC starts it.</summary>
    public async ValueTask<Answer<BackfillResult>> RunAsync(Caller caller, DateTimeOffset? from, DateTimeOffset? to, CancellationToken cancel)
    {
        if (!caller.May(Scopes.RulesDeploy))
            return Problem.Lacks(Scopes.RulesDeploy);
        if (!caller.Agency.SeesAll)
            return new Problem(ProblemKinds.ScopeMissing, "A back-fill evaluates events of the whole city; the city SOC starts it.");
        if (from is not { } begin)
            return Problem.Invalid("from", "from is missing; give the event time where the back-fill begins.");
        if (to is not { } end)
            return Problem.Invalid("to", "to is missing; give the event time where the back-fill ends, not included.");
        if (begin >= end || end - begin > Longest)
            return Problem.Invalid("to", $"to is {end:O}; it has to be after from ({begin:O}), by {Longest.TotalHours} hours at most.");
        if (backfill is NoBackfill || !bench.IsActive)
            return new Problem(ProblemKinds.NotHere, "Events are evaluated again where detection runs; ask the process that is the active detector.");
        BackfillOutcome outcome = await backfill.RunAsync(begin, end, cancel).ConfigureAwait(false);
        return new BackfillResult(outcome.Events, outcome.Matches, outcome.Raised);
    }
}
