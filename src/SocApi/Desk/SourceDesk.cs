using SocApi.Auth;
using SocApi.Problems;
using SocCore.Events;
using SocCore.Ports;
using SocCore.Storage;

namespace SocApi.Desk;

/// <summary>Log sources, senders that nobody claims, and what could not be read.</summary>
public sealed class SourceDesk(ISourceBench bench, IStateStore state)
{
    /// <summary>The most dead letters of one answer or replay.</summary>
    public const int MaxLetters = 1_000;

    /// <summary>All sources of the caller, with what is wrong.</summary>
    public async ValueTask<Answer<SourceOverview>> GetAsync(Caller caller, CancellationToken cancel)
    {
        if (!caller.May(Scopes.SourcesRead))
            return Problem.Lacks(Scopes.SourcesRead);
        long dead = await state.CountDeadLettersAsync(caller.Agency, cancel).ConfigureAwait(false);
        bool all = caller.Agency.SeesAll;
        return new SourceOverview([.. bench.Sources.Where(s => caller.Agency.Sees(s.Agency))], all ? bench.Unclaimed : [], all ? bench.Problems : [], dead);
    }

    /// <summary>One source.</summary>
    public Answer<SourceStatus> GetSource(Caller caller, string id)
    {
        if (!caller.May(Scopes.SourcesRead))
            return Problem.Lacks(Scopes.SourcesRead);
        return bench.Sources.FirstOrDefault(s => s.Id == id && caller.Agency.Sees(s.Agency)) is { } source ? source : Problem.NotFound("source", id);
    }

    /// <summary>Dead letters, newest first, without their bytes.</summary>
    public async ValueTask<Answer<DeadLetterList>> GetDeadLettersAsync(Caller caller, DeadLetterQuery query, CancellationToken cancel)
    {
        if (!caller.May(Scopes.SourcesRead))
            return Problem.Lacks(Scopes.SourcesRead);
        if (Check(query) is { } problem)
            return problem;
        IReadOnlyList<DeadLetter> letters = await state.GetDeadLettersAsync(query, caller.Agency, cancel).ConfigureAwait(false);
        long total = await state.CountDeadLettersAsync(caller.Agency, cancel).ConfigureAwait(false);
        return new DeadLetterList([.. letters.Select(static l => new DeadLetterView(l with { Bytes = default }, WithBytes: false))], total);
    }

    /// <summary>One dead letter; its bytes for who may read original lines.</summary>
    public async ValueTask<Answer<DeadLetterView>> GetDeadLetterAsync(Caller caller, string id, CancellationToken cancel)
    {
        if (!caller.May(Scopes.SourcesRead))
            return Problem.Lacks(Scopes.SourcesRead);
        if (!EventId.TryParse(id, out EventId eventId) || await state.GetDeadLetterAsync(eventId, caller.Agency, cancel).ConfigureAwait(false) is not { } letter)
            return Problem.NotFound("dead letter", id);
        bool raw = caller.May(Scopes.EventsRaw);
        return new DeadLetterView(raw ? letter : letter with { Bytes = default }, raw);
    }

    /// <summary>Runs the present sources over dead letters again, the oldest first.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="query">Which letters, and how many at most.</param>
    /// <param name="after">The id of the letter behind which to begin; null begins with the oldest.</param>
    /// <param name="cancel">Ends the wait; what was handed over is read nevertheless.</param>
    public async ValueTask<Answer<ReplayResult>> ReplayAsync(Caller caller, DeadLetterQuery query, string? after, CancellationToken cancel)
    {
        if (!caller.May(Scopes.SourcesWrite))
            return Problem.Lacks(Scopes.SourcesWrite);
        if (Check(query) is { } problem)
            return problem;
        if (bench is NoSourceBench)
            return new Problem(ProblemKinds.NotHere, "Dead letters are replayed where collection runs; ask a process with that role.");
        if (after is not null)
        {
            if (!EventId.TryParse(after, out EventId id) || await state.GetDeadLetterAsync(id, caller.Agency, cancel).ConfigureAwait(false) is not { } letter)
                return Problem.Invalid("after", $"after is the id of a dead letter, as the answer before this one said; '{after}' is none.");
            query = query with { Beyond = new DeadLetterPlace(letter.ReceivedAt, letter.Id) };
        }

        ReplayOutcome outcome = await bench.ReplayAsync(query, caller.Agency, cancel).ConfigureAwait(false);
        return new ReplayResult(outcome.Tried, outcome.Stored, outcome.StillDead, outcome.Last?.ToString());
    }

    private static Problem? Check(DeadLetterQuery query) =>
        query.Limit is < 1 or > MaxLetters ? Problem.Invalid("page_size", $"page_size is 1 to {MaxLetters}, not {query.Limit}.") : null;
}
