using System.Globalization;
using SocApi.Auth;
using SocApi.Problems;
using SocCore.Conditions;
using SocCore.Events;
using SocCore.Search;
using SocCore.Storage;

namespace SocApi.Desk;

/// <summary>Search over stored events. No caller names an index: the store's predicate by agency is in every call.</summary>
public sealed class EventDesk(IEventStore events, CursorSeal seal, TimeProvider time)
{
    /// <summary>The most events of a page.</summary>
    public const int MaxPageSize = 200;

    /// <summary>The most buckets of a histogram.</summary>
    public const int MaxBuckets = 500;

    /// <summary>The longest range of one search.</summary>
    public static readonly TimeSpan MaxRange = TimeSpan.FromDays(366);

    /// <summary>How long a search may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>A page of events, newest first.</summary>
    public async ValueTask<Answer<EventList>> SearchAsync(Caller caller, EventSearchRequest request, CancellationToken cancel)
    {
        if (request.PageSize is < 1 or > MaxPageSize)
            return Problem.Invalid("page_size", $"page_size is 1 to {MaxPageSize}, not {request.PageSize}.");
        // Pages must not shift while time goes on, so the cursor carries the range that the first page was asked for.
        (DateTimeOffset? from, DateTimeOffset? to, EventCursor? after) = (request.From, request.To, null);
        string question = Question(caller, request);
        if (request.Cursor is not null)
        {
            if (seal.Open(question, request.Cursor) is not { } place || !TryReadPlace(place, out DateTimeOffset first, out DateTimeOffset last, out after))
                return QueryProblems.Cursor();
            (from, to) = (first, last);
        }

        if (!TryAsk(caller, request.Query, from, to, out EventQuery query, out Problem? problem))
            return problem!;
        return await PatientlyAsync<EventList>(
            async c =>
            {
                EventPage page = await events.SearchAsync(query with { Limit = request.PageSize, After = after }, caller.Agency, c).ConfigureAwait(false);
                using EventBatch batch = page.Events;
                string? next = page.Next is { } cursor ? seal.Seal(question, Place(query, cursor)) : null;
                return new EventList(EventProjection.Of(batch, caller.May(Scopes.EventsRaw), request.Fields), next, query.From, query.To);
            },
            cancel).ConfigureAwait(false);
    }

    /// <summary>Number of events over time.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="kql">The query.</param>
    /// <param name="from">Event time at or after; null: a day before <paramref name="to"/>.</param>
    /// <param name="to">Event time before; null: now.</param>
    /// <param name="step">Length of a bucket; null: a round one that gives some 60 buckets.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async ValueTask<Answer<EventHistogram>> GetHistogramAsync(Caller caller, string kql, DateTimeOffset? from, DateTimeOffset? to, TimeSpan? step, CancellationToken cancel)
    {
        if (!TryAsk(caller, kql, from, to, out EventQuery query, out Problem? problem))
            return problem!;
        TimeSpan length = step ?? HistogramSteps.For(query.To - query.From);
        if (length < TimeSpan.FromSeconds(1) || (query.To - query.From) / length > MaxBuckets)
            return Problem.Invalid("step", $"A step of {length.TotalSeconds:0.###} s gives more than {MaxBuckets} buckets, or is below a second; take at least {HistogramSteps.For(query.To - query.From).TotalSeconds:0} s.");
        query = query with { From = HistogramSteps.Floor(query.From, length) };
        return await PatientlyAsync<EventHistogram>(
            async c =>
            {
                IReadOnlyList<HistogramBucket> buckets = await events.GetHistogramAsync(query, length, caller.Agency, c).ConfigureAwait(false);
                return new EventHistogram(length, buckets, buckets.Sum(static b => b.Count));
            },
            cancel).ConfigureAwait(false);
    }

    /// <summary>The most frequent values of a field among the events that a query finds.</summary>
    public async ValueTask<Answer<EventTop>> GetTopAsync(Caller caller, string kql, DateTimeOffset? from, DateTimeOffset? to, string field, int limit, CancellationToken cancel)
    {
        if (!TryAsk(caller, kql, from, to, out EventQuery query, out Problem? problem))
            return problem!;
        if (limit is < 1 or > 100)
            return Problem.Invalid("limit", $"limit is 1 to 100, not {limit}.");
        if (!KqlSchema.Events.TryFind(field, out KqlField? known, out string wrong, out _))
            return Problem.Invalid("field", wrong + ".");
        if (known.Field == EcsField.EventOriginal && !caller.May(Scopes.EventsRaw))
            return Problem.Lacks(Scopes.EventsRaw);
        return await PatientlyAsync<EventTop>(
            async c => new EventTop(known.Name, await events.GetTopAsync(query, known.Field, limit, caller.Agency, c).ConfigureAwait(false)),
            cancel).ConfigureAwait(false);
    }

    /// <summary>An event by id.</summary>
    public async ValueTask<Answer<EventView>> GetAsync(Caller caller, string id, CancellationToken cancel)
    {
        if (!caller.May(Scopes.EventsRead))
            return Problem.Lacks(Scopes.EventsRead);
        if (!EventId.TryParse(id, out EventId eventId))
            return Problem.NotFound("event", id);
        using EventBatch batch = await events.GetAsync([eventId], caller.Agency, cancel).ConfigureAwait(false);
        return batch.Count == 0 ? Problem.NotFound("event", id) : EventProjection.Of(batch, caller.May(Scopes.EventsRaw), [])[0];
    }

    /// <summary>The fields that a query may name and that begin with a prefix, declared ones first.</summary>
    public static IReadOnlyList<Field> GetFields(string prefix, int limit) =>
    [
        .. Enumerable.Range(0, Fields.Count).Select(Fields.ById)
            .Where(f => f.Name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && !f.Name.StartsWith("soc.incident.", StringComparison.Ordinal))
            .OrderBy(static f => f.IsDeclared ? 0 : 1).ThenBy(static f => f.Name, StringComparer.Ordinal)
            .Take(limit),
    ];

    private bool TryAsk(Caller caller, string kql, DateTimeOffset? from, DateTimeOffset? to, out EventQuery query, out Problem? problem)
    {
        // A clock of a sender may be ahead; collection caps that at a minute beyond receipt.
        DateTimeOffset last = to ?? time.GetUtcNow().AddMinutes(1);
        DateTimeOffset first = from ?? last.AddDays(-1);
        query = new EventQuery(Condition.True, first.ToUniversalTime(), last.ToUniversalTime());
        problem = !caller.May(Scopes.EventsRead) ? Problem.Lacks(Scopes.EventsRead)
            : first >= last ? Problem.Invalid("from", $"from ({Rfc3339.Format(first)}) is not before to ({Rfc3339.Format(last)}).")
            : last - first > MaxRange ? new Problem(ProblemKinds.QueryTooCostly, $"The range is longer than {MaxRange.TotalDays:0} days; search it in parts.")
            : null;
        if (problem is not null)
            return false;
        if (!Kql.TryParse(kql, KqlSchema.Events, time.GetUtcNow(), out Condition? condition, out KqlError? error))
        {
            problem = QueryProblems.Syntax(error);
            return false;
        }

        // Who may not read the original line may not feel for it with queries either.
        if (!caller.May(Scopes.EventsRaw) && FieldUse.Names(condition, EcsField.EventOriginal))
        {
            problem = Problem.Lacks(Scopes.EventsRaw);
            return false;
        }

        query = query with { Condition = condition };
        return true;
    }

    private static async ValueTask<Answer<T>> PatientlyAsync<T>(Func<CancellationToken, ValueTask<T>> ask, CancellationToken cancel)
        where T : class
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            return Answers.Of(await ask(patience.Token).ConfigureAwait(false));
        }
        catch (UnsupportedConditionException e)
        {
            return new Problem(ProblemKinds.QueryUnsupported, e.Message);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new Problem(ProblemKinds.QueryTooCostly, $"The search took longer than {Patience.TotalSeconds:0} s. Narrow the time or the query.");
        }
    }

    private static string Question(Caller caller, EventSearchRequest request) => string.Join(
        '\u001f', "events", caller.Agency.Agency ?? AgencyScope.CitySoc, request.Query, request.From is { } f ? Rfc3339.Format(f) : "", request.To is { } t ? Rfc3339.Format(t) : "");

    private static string Place(EventQuery query, EventCursor cursor) =>
        string.Create(CultureInfo.InvariantCulture, $"{query.From.UtcTicks} {query.To.UtcTicks} {cursor.Timestamp} {cursor.Id}");

    private static bool TryReadPlace(string place, out DateTimeOffset from, out DateTimeOffset to, out EventCursor? cursor)
    {
        string[] parts = place.Split(' ');
        from = to = default;
        cursor = null;
        if (parts.Length != 4 || !EventId.TryParse(parts[3], out EventId id))
            return false;
        from = new DateTimeOffset(Ticks(parts[0]), TimeSpan.Zero);
        to = new DateTimeOffset(Ticks(parts[1]), TimeSpan.Zero);
        cursor = new EventCursor(Ticks(parts[2]), id);
        return true;

        static long Ticks(string text) => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
    }
}
