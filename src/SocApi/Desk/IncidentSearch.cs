using System.Globalization;
using SocApi.Problems;
using SocCore.Conditions;
using SocCore.Events;
using SocCore.Incidents;
using SocCore.Search;
using SocCore.Storage;

namespace SocApi.Desk;

/// <summary>
/// Pages through incidents. The store finds by state, severity and time; the rest of the question is tried on what the
/// caller may see of each incident. An agency's questions never reach the store's other columns, because an answer would
/// tell about parts of a shared incident that it does not see.
/// </summary>
internal sealed class IncidentSearch(ICaseStore cases, CursorSeal seal, TimeProvider time)
{
    private const int MaxPageSize = 200;
    private const int StorePage = 200;

    /// <summary>The most incidents that one page reads through.</summary>
    private const int MaxRead = 10_000;

    public async ValueTask<Answer<IncidentList>> FindAsync(Caller caller, IncidentListRequest request, CancellationToken cancel)
    {
        if (request.PageSize is < 1 or > MaxPageSize)
            return Problem.Invalid("page_size", $"page_size is 1 to {MaxPageSize}, not {request.PageSize}.");
        Condition asked = Condition.True;
        if (!string.IsNullOrWhiteSpace(request.Query))
        {
            if (!Kql.TryParse(request.Query, KqlSchema.Incidents, time.GetUtcNow(), out Condition? parsed, out KqlError? error))
                return QueryProblems.Syntax(error);
            asked = parsed;
        }

        string question = Question(caller, request);
        string? after = null;
        if (request.Cursor is not null)
        {
            after = seal.Open(question, request.Cursor);
            if (after is null)
                return QueryProblems.Cursor();
        }

        (IncidentQuery query, Condition rest) = Split(caller, request, asked);
        return rest == Condition.True
            ? await PageAsync(caller, query with { Limit = request.PageSize, After = after }, question, cancel).ConfigureAwait(false)
            : await FilterAsync(caller, query with { After = after }, rest, request.PageSize, question, cancel).ConfigureAwait(false);
    }

    /// <summary>The incident as the caller may see it.</summary>
    public async ValueTask<IncidentView> ViewAsync(Caller caller, Incident incident, CancellationToken cancel)
    {
        if (IncidentShare.IsWhole(incident, caller.Agency))
            return new IncidentView(incident, IsShare: false);
        IReadOnlyList<Detection> detections = await cases.GetDetectionsAsync(incident.Uid, caller.Agency, cancel).ConfigureAwait(false);
        return new IncidentView(IncidentShare.Of(incident, detections, caller.Agency), IsShare: true);
    }

    private async ValueTask<Answer<IncidentList>> PageAsync(Caller caller, IncidentQuery query, string question, CancellationToken cancel)
    {
        IncidentPage page = await cases.SearchIncidentsAsync(query, caller.Agency, cancel).ConfigureAwait(false);
        List<IncidentView> views = new(page.Incidents.Count);
        foreach (Incident incident in page.Incidents)
            views.Add(await ViewAsync(caller, incident, cancel).ConfigureAwait(false));
        return new IncidentList(views, page.Next is null ? null : seal.Seal(question, page.Next), page.Total);
    }

    private async ValueTask<Answer<IncidentList>> FilterAsync(Caller caller, IncidentQuery query, Condition rest, int pageSize, string question, CancellationToken cancel)
    {
        List<IncidentView> views = [];
        string? after = query.After;
        for (int read = 0; read < MaxRead; read += StorePage)
        {
            IncidentPage page = await cases.SearchIncidentsAsync(query with { Limit = StorePage, After = after }, caller.Agency, cancel).ConfigureAwait(false);
            for (int i = 0; i < page.Incidents.Count; i++)
            {
                IncidentView view = await ViewAsync(caller, page.Incidents[i], cancel).ConfigureAwait(false);
                if (!IncidentDocument.Meets(view.Incident, rest))
                    continue;
                views.Add(view);
                if (views.Count < pageSize)
                    continue;
                // Only the store can say where the next page begins: the same page, cut behind the last result.
                IncidentPage cut = await cases.SearchIncidentsAsync(query with { Limit = i + 1, After = after }, caller.Agency, cancel).ConfigureAwait(false);
                return new IncidentList(views, cut.Next is null ? null : seal.Seal(question, cut.Next), null);
            }

            after = page.Next;
            if (after is null)
                return new IncidentList(views, null, null);
        }

        return views.Count == 0
            ? new Problem(ProblemKinds.QueryTooCostly, $"Among the first {MaxRead} incidents none is like that. Narrow the query by status, severity or created.")
            : new IncidentList(views, seal.Seal(question, after!), null);
    }

    private static (IncidentQuery Query, Condition Left) Split(Caller caller, IncidentListRequest request, Condition asked)
    {
        List<Condition> rest = asked == Condition.True ? [] : [asked];
        IncidentQuery query = new()
        {
            Status = request.Status,
            MinSeverity = request.MinSeverity,
            From = request.From,
            To = request.To,
            Sort = request.Sort,
        };
        if (caller.Agency.SeesAll)
        {
            query = query with { Agency = request.Agency, System = request.System, RuleId = request.RuleId, Assignee = request.Assignee, Text = request.Text };
        }
        else
        {
            if (request.Agency is { } agency)
                rest.Add(new Any([Named("agency", agency), Named("involved_agencies", agency)]));
            Is("system", request.System);
            Is("rule", request.RuleId);
            Is("assignee", request.Assignee);
            if (!string.IsNullOrWhiteSpace(request.Text))
                rest.AddRange(request.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static w => Worded(w)));
        }

        return (IncidentPrefilter.Narrow(query, asked), rest.Count == 0 ? Condition.True : rest.Count == 1 ? rest[0] : new All(rest));

        void Is(string name, string? value)
        {
            if (value is { Length: > 0 })
                rest.Add(Named(name, value));
            else if (value is not null)
                rest.Add(new Not(new ExistsLeaf(new FieldRef(IncidentDocument.FieldOf(name)))));
        }
    }

    private static TextLeaf Named(string name, string value) => new(new FieldRef(IncidentDocument.FieldOf(name)), TextPattern.Exactly(value));

    private static TextLeaf Worded(string word) =>
        new(new FieldRef(IncidentDocument.FieldOf("text")), TextPattern.Exactly(Marks.Strip(word)).Padded(before: true, behind: true));

    /// <summary>Everything that a cursor must agree with.</summary>
    private static string Question(Caller caller, IncidentListRequest request) => string.Join(
        '\u001f',
        "incidents",
        caller.Agency.Agency ?? AgencyScope.CitySoc,
        request.Query,
        string.Join(',', request.Status),
        request.MinSeverity,
        request.Agency,
        request.System,
        request.RuleId,
        request.Assignee is null ? "" : "=" + request.Assignee,
        request.Text,
        request.From is { } from ? Rfc3339.Format(from) : "",
        request.To is { } to ? Rfc3339.Format(to) : "",
        ((int)request.Sort).ToString(CultureInfo.InvariantCulture));
}
