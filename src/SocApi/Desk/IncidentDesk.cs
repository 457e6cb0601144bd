using SocApi.Auth;
using SocApi.Problems;
using SocCore.Events;
using SocCore.Incidents;
using SocCore.Incidents.Workflow;
using SocCore.Storage;

namespace SocApi.Desk;

/// <summary>What people do with incidents: one place for endpoints and console. Checks scope, agency and version; gives a value or a problem.</summary>
public sealed class IncidentDesk
{
    /// <summary>The most evidence events that come with an incident.</summary>
    public const int EvidenceLimit = 500;

    /// <summary>The most changes of one answer.</summary>
    public const int ChangesLimit = 500;

    /// <summary>How often a comment is tried again when the incident changes at the same moment.</summary>
    private const int CommentTries = 8;

    private readonly ICaseStore _cases;
    private readonly IEventStore _events;
    private readonly TimeProvider _time;
    private readonly IncidentSearch _search;
    private long _lastChange;

    /// <summary>Works on these stores.</summary>
    public IncidentDesk(ICaseStore cases, IEventStore events, CursorSeal seal, TimeProvider time)
    {
        _cases = cases;
        _events = events;
        _time = time;
        _search = new IncidentSearch(cases, seal, time);
    }

    /// <summary>A page of incidents.</summary>
    public async ValueTask<Answer<IncidentList>> ListAsync(Caller caller, IncidentListRequest request, CancellationToken cancel) =>
        caller.May(Scopes.IncidentsRead) ? await _search.FindAsync(caller, request, cancel).ConfigureAwait(false) : Problem.Lacks(Scopes.IncidentsRead);

    /// <summary>An incident by uid or number, without its evidence.</summary>
    public async ValueTask<Answer<IncidentView>> GetAsync(Caller caller, string id, CancellationToken cancel)
    {
        if (!caller.May(Scopes.IncidentsRead))
            return Problem.Lacks(Scopes.IncidentsRead);
        return await FindAsync(caller, id, cancel).ConfigureAwait(false) is { } incident
            ? await _search.ViewAsync(caller, incident, cancel).ConfigureAwait(false)
            : Problem.NotFound("incident", id);
    }

    /// <summary>An incident by uid or number, with its detections and evidence events.</summary>
    public async ValueTask<Answer<IncidentDetail>> GetDetailAsync(Caller caller, string id, CancellationToken cancel)
    {
        if (!caller.May(Scopes.IncidentsRead))
            return Problem.Lacks(Scopes.IncidentsRead);
        if (await FindAsync(caller, id, cancel).ConfigureAwait(false) is not { } incident)
            return Problem.NotFound("incident", id);
        IReadOnlyList<Detection> detections = await _cases.GetDetectionsAsync(incident.Uid, caller.Agency, cancel).ConfigureAwait(false);
        IncidentView view = new(IncidentShare.Of(incident, detections, caller.Agency), !IncidentShare.IsWhole(incident, caller.Agency));
        EvidenceRef[] references =
        [
            .. detections.SelectMany(static d => d.Evidence)
                .Where(e => !view.IsShare || e.Agency == caller.Agency.Agency)
                .DistinctBy(static e => e.Id).OrderBy(static e => e.Timestamp).ThenBy(static e => e.Id).Take(EvidenceLimit),
        ];
        using EventBatch batch = await _events.GetAsync([.. references.Select(static r => r.Id)], caller.Agency, cancel).ConfigureAwait(false);
        Dictionary<EventId, EventView> documents = caller.May(Scopes.EventsRead) || caller.May(Scopes.EvidenceRead)
            ? EventProjection.Of(batch, caller.May(Scopes.EventsRaw), []).ToDictionary(static e => e.Id)
            : [];
        Detection[] seen = [.. detections.Select(d => IncidentShare.Of(d, incident, caller.Agency, (field, value) => Occurs(batch, field, value)))];
        return new IncidentDetail(
            view,
            view.IsShare ? [.. seen.Where(static d => d.Evidence.Count > 0)] : seen,
            [.. references.Select(r => new EvidenceView(r, documents.GetValueOrDefault(r.Id)))],
            Allowed(caller, view));
    }

    /// <summary>What the caller may change the incident's state to.</summary>
    public async ValueTask<Answer<IReadOnlyList<WorkflowStep>>> GetTransitionsAsync(Caller caller, string id, CancellationToken cancel)
    {
        Answer<IncidentView> answer = await GetAsync(caller, id, cancel).ConfigureAwait(false);
        return answer.IsDone(out IncidentView? view, out Problem? problem) ? Answers.Of(Allowed(caller, view)) : problem;
    }

    /// <summary>Does an action on the version that the caller has seen.</summary>
    /// <param name="caller">Who.</param>
    /// <param name="id">Uid or number.</param>
    /// <param name="version">The version that the caller has seen.</param>
    /// <param name="action">What.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async ValueTask<Answer<IncidentView>> ActAsync(Caller caller, string id, long version, IncidentAction action, CancellationToken cancel)
    {
        if (await FindForChangeAsync(caller, id, action, cancel).ConfigureAwait(false) is var answer && !answer.IsDone(out Incident? incident, out Problem? problem))
            return problem;
        if (incident.Version != version)
            return await StaleAsync(caller, incident, version, cancel).ConfigureAwait(false);
        WorkflowOutcome outcome = IncidentWorkflow.Apply(incident, action, caller.Subject, _time.GetUtcNow());
        if (!outcome.IsAccepted)
            return WorkflowProblems.Of(incident, outcome.Refusals, Allowed(caller, new IncidentView(incident, IsShare: false)));
        if (outcome.Change is null)
            return new IncidentView(incident, IsShare: false);
        Incident? saved = await _cases.SaveAsync(outcome.Incident, version, outcome.Change, cancel).ConfigureAwait(false);
        if (saved is not null)
            return new IncidentView(saved, IsShare: false);
        Incident? now = await FindAsync(caller, id, cancel).ConfigureAwait(false);
        return now is null ? Problem.NotFound("incident", id) : await StaleAsync(caller, now, version, cancel).ConfigureAwait(false);
    }

    /// <summary>Opens an incident that a person reports; an agency's people for their agency, the city's for any.</summary>
    public async ValueTask<Answer<IncidentView>> OpenAsync(Caller caller, HandReport report, CancellationToken cancel)
    {
        if (!caller.May(Scopes.IncidentsRead) || !caller.May(Scopes.IncidentsWrite))
            return Problem.Lacks(Scopes.IncidentsWrite);
        if (!caller.Agency.Sees(report.Agency) || !AgencyIds.MayHaveTokens(report.Agency))
            return Problem.Invalid("agency", $"You cannot open an incident for the agency '{report.Agency}'.");
        DateTimeOffset now = _time.GetUtcNow();
        if (report.Start > now)
            return Problem.Invalid("start_time", $"start_time ({Rfc3339.Format(report.Start.Value)}) is in the future.");
        BookEntry entry = IncidentBook.OpenByHand(report, caller.Subject, now);
        Edit limits = new() { Title = report.Title, Description = report.Description, Tags = report.Tags };
        if (IncidentWorkflow.Apply(entry.Incident, limits, caller.Subject, now) is { IsAccepted: false } refused)
            return WorkflowProblems.Of(entry.Incident, refused.Refusals, []);
        Incident? saved = await _cases.SaveAsync(entry.Incident, entry.BaseVersion, entry.Change, cancel).ConfigureAwait(false);
        return saved is null
            ? throw new InvalidOperationException($"The new uid {entry.Incident.Uid} is taken.")
            : new IncidentView(saved, IsShare: false);
    }

    /// <summary>Changes the state.</summary>
    public ValueTask<Answer<IncidentView>> TransitionAsync(Caller caller, string id, long version, Transition transition, CancellationToken cancel) =>
        ActAsync(caller, id, version, transition, cancel);

    /// <summary>Gives it to somebody, or to nobody.</summary>
    public ValueTask<Answer<IncidentView>> AssignAsync(Caller caller, string id, long version, string? assignee, CancellationToken cancel) =>
        ActAsync(caller, id, version, new Assignment(assignee), cancel);

    /// <summary>Changes title, description, severity, phase or tags.</summary>
    public ValueTask<Answer<IncidentView>> EditAsync(Caller caller, string id, long version, Edit edit, CancellationToken cancel) =>
        ActAsync(caller, id, version, edit, cancel);

    /// <summary>Adds a comment; needs no version, because it takes nothing away.</summary>
    public async ValueTask<Answer<IncidentView>> CommentAsync(Caller caller, string id, string text, CancellationToken cancel)
    {
        Answer<IncidentView> answer = Problem.NotFound("incident", id);
        for (int i = 0; i < CommentTries; i++)
        {
            Answer<Incident> found = await FindForChangeAsync(caller, id, new Comment(text), cancel).ConfigureAwait(false);
            if (!found.IsDone(out Incident? incident, out Problem? problem))
                return problem;
            answer = await ActAsync(caller, id, incident.Version, new Comment(text), cancel).ConfigureAwait(false);
            if (answer.Problem?.Kind != ProblemKinds.StaleVersion)
                return answer;
        }

        return answer;
    }

    /// <summary>The history of one incident, oldest first; comments among it.</summary>
    public async ValueTask<Answer<IncidentHistory>> GetHistoryAsync(Caller caller, string id, CancellationToken cancel)
    {
        if (!caller.May(Scopes.IncidentsRead))
            return Problem.Lacks(Scopes.IncidentsRead);
        if (await FindAsync(caller, id, cancel).ConfigureAwait(false) is not { } incident)
            return Problem.NotFound("incident", id);
        IReadOnlyList<ChangeRow> rows = await _cases.GetHistoryAsync(incident.Uid, caller.Agency, cancel).ConfigureAwait(false);
        return new IncidentHistory([.. rows.Select(r => Seen(r, incident, caller)).OfType<ChangeRow>()], rows.Count > 0 ? rows[^1].Sequence : 0);
    }

    /// <summary>The comments of one incident, oldest first.</summary>
    public async ValueTask<Answer<IncidentHistory>> GetCommentsAsync(Caller caller, string id, CancellationToken cancel)
    {
        Answer<IncidentHistory> answer = await GetHistoryAsync(caller, id, cancel).ConfigureAwait(false);
        return answer.IsDone(out IncidentHistory? history, out Problem? problem)
            ? history with { Rows = [.. history.Rows.Where(static r => r.Change.Kind == "commented")] }
            : problem;
    }

    /// <summary>Changes of all incidents that the caller sees, behind a sequence.</summary>
    public async ValueTask<Answer<IncidentHistory>> GetChangesAsync(Caller caller, long after, int limit, CancellationToken cancel)
    {
        if (!caller.May(Scopes.IncidentsRead))
            return Problem.Lacks(Scopes.IncidentsRead);
        if (limit is < 1 or > ChangesLimit)
            return Problem.Invalid("page_size", $"page_size is 1 to {ChangesLimit}, not {limit}.");
        IReadOnlyList<ChangeRow> rows = await _cases.GetChangesAsync(after, limit, caller.Agency, cancel).ConfigureAwait(false);
        if (caller.Agency.SeesAll)
            return new IncidentHistory(rows, rows.Count > 0 ? rows[^1].Sequence : after);
        Dictionary<Guid, Incident?> known = [];
        List<ChangeRow> seen = [];
        foreach (ChangeRow row in rows)
        {
            if (!known.TryGetValue(row.IncidentUid, out Incident? incident))
                known[row.IncidentUid] = incident = await _cases.GetIncidentAsync(row.IncidentUid, caller.Agency, cancel).ConfigureAwait(false);
            if (incident is not null && Seen(row, incident, caller) is { } change)
                seen.Add(change);
        }

        return new IncidentHistory(seen, rows.Count > 0 ? rows[^1].Sequence : after);
    }

    /// <summary>The sequence of the latest change of any incident: where a live view begins.</summary>
    public async ValueTask<long> GetLastChangeAsync(CancellationToken cancel)
    {
        long last = await _cases.GetLastChangeAsync(Interlocked.Read(ref _lastChange), cancel).ConfigureAwait(false);
        Interlocked.Exchange(ref _lastChange, last);
        return last;
    }

    /// <summary>Waits until any incident changes beyond a sequence, at most so long.</summary>
    public ValueTask<bool> WaitForChangeAsync(long after, TimeSpan atMost, CancellationToken cancel) => _cases.WaitForChangeAsync(after, atMost, cancel);

    private static IReadOnlyList<WorkflowStep> Allowed(Caller caller, IncidentView view) =>
        view.IsShare || !caller.May(Scopes.IncidentsWrite)
            ? []
            : [.. IncidentWorkflow.Allowed(view.Incident, caller.Subject).Where(s => !s.IsClosing || caller.May(Scopes.IncidentsClose))];

    private static ChangeRow? Seen(ChangeRow row, Incident incident, Caller caller) =>
        IncidentShare.Of(row.Change, incident, caller.Agency) is { } change ? row with { Change = change } : null;

    /// <summary>The scope that an action needs. Taking an incident that nobody has, and giving it back, is part of the work on it.</summary>
    private static string ScopeOf(IncidentAction action, Incident incident, Caller caller) => action switch
    {
        Transition { To: IncidentStatus.Closed } => Scopes.IncidentsClose,
        Assignment assignment when (incident.Assignee ?? caller.Subject) != caller.Subject || (assignment.Assignee ?? caller.Subject) != caller.Subject => Scopes.IncidentsAssign,
        _ => Scopes.IncidentsWrite,
    };

    private static bool Occurs(EventBatch batch, string field, string value)
    {
        if (Fields.Find(field) is not { } known)
            return false;
        for (int i = 0; i < batch.Count; i++)
        {
            foreach (FieldValue found in batch[i].Values(known))
            {
                if (Fold.Text(found.ToString()) == Fold.Text(value))
                    return true;
            }
        }

        return false;
    }

    private async ValueTask<Answer<Incident>> FindForChangeAsync(Caller caller, string id, IncidentAction action, CancellationToken cancel)
    {
        if (!caller.May(Scopes.IncidentsRead) || !caller.May(Scopes.IncidentsWrite))
            return Problem.Lacks(Scopes.IncidentsWrite);
        if (await FindAsync(caller, id, cancel).ConfigureAwait(false) is not { } incident)
            return Problem.NotFound("incident", id);
        if (!IncidentShare.IsWhole(incident, caller.Agency))
            return new Problem(ProblemKinds.ShareReadOnly, "The incident spans agencies and belongs to the city SOC; your agency reads its share.");
        string scope = ScopeOf(action, incident, caller);
        return caller.May(scope) ? incident : Problem.Lacks(scope);
    }

    private async ValueTask<Incident?> FindAsync(Caller caller, string id, CancellationToken cancel)
    {
        if (Guid.TryParse(id, out Guid uid))
            return await _cases.GetIncidentAsync(uid, caller.Agency, cancel).ConfigureAwait(false);
        return id.StartsWith("INC-", StringComparison.Ordinal) ? await _cases.GetIncidentAsync(id, caller.Agency, cancel).ConfigureAwait(false) : null;
    }

    private async ValueTask<Problem> StaleAsync(Caller caller, Incident incident, long version, CancellationToken cancel)
    {
        IReadOnlyList<ChangeRow> rows = await _cases.GetHistoryAsync(incident.Uid, caller.Agency, cancel).ConfigureAwait(false);
        return WorkflowProblems.Stale(incident, version, [.. rows.Where(r => r.Version > version)]);
    }
}
