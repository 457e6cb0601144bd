using SocCore.Conditions;
using SocCore.Events;
using SocCore.Storage;

namespace SocStore.Embedded.Events;

/// <summary>
/// A page of events, newest first: short slices of time from the newest backwards, each longer than the one before, only
/// in the files that may hold them, until the page is full.
/// </summary>
internal sealed class EventSearch(IReadOnlyList<DayFile> files, EventQuery query, AgencyScope scope, CancellationToken cancel)
{
    private const long FirstSlice = TimeSpan.TicksPerMinute;
    private const int Growth = 6;
    private const int MostFetched = 20_000;
    private const string NewestFirst = "ORDER BY ts DESC, id_high DESC, id_low DESC";

    public EventPage Run(DuckSession session)
    {
        long from = Math.Max(0, query.From.UtcTicks);
        long top = query.To.UtcTicks;
        // The cursor's own time is searched again: more events may share it.
        if (query.After is { } after)
            top = Math.Min(top, after.Timestamp + 1);
        using EventBatchBuilder page = new();
        long slice = FirstSlice;
        while (page.Count <= query.Limit && LatestBefore(top) is { } latest)
        {
            top = latest;
            if (top <= from)
                break;
            long bottom = Math.Max(from, top - slice);
            Collect(session, bottom, top, page);
            top = bottom;
            slice = slice > (top - from) / Growth ? Math.Max(FirstSlice, top - from) : slice * Growth;
        }

        EventBatch found = page.Build();
        if (found.Count <= query.Limit)
            return new EventPage(found, null);
        using (found)
        {
            for (int i = 0; i < query.Limit; i++)
                page.Append(found[i]);
            ref readonly EventHeader last = ref found.Headers[query.Limit - 1];
            return new EventPage(page.Build(), new EventCursor(last.Timestamp, last.Id));
        }
    }

    /// <summary>The end of the latest occupied time before a time; the time itself where it is occupied.</summary>
    private long? LatestBefore(long top)
    {
        long? latest = null;
        foreach (DayFile file in files)
        {
            if (top > 0 && file.Manifest.LatestBefore(top) is { } end && (latest is not { } known || end > known))
                latest = end;
        }

        return latest is { } found ? Math.Min(found, top) : null;
    }

    /// <summary>Adds the slice's events behind the cursor, newest first, up to one more than the page holds.</summary>
    private void Collect(DuckSession session, long from, long to, EventBatchBuilder page)
    {
        int wanted = query.Limit + 1 - page.Count;
        using EventBatchBuilder candidates = new();
        foreach (DayFile file in files)
        {
            if (file.Manifest.MayHold(from, to))
                Fetch(session, new FileQuery(file, query, scope), from, to, wanted, candidates);
        }

        using EventBatch batch = candidates.Build();
        int[] order = new int[batch.Count];
        for (int i = 0; i < order.Length; i++)
            order[i] = i;
        Array.Sort(order, (a, b) => Compare(batch.Headers[b], batch.Headers[a]));
        foreach (int i in order.AsSpan(0, Math.Min(wanted, order.Length)))
            page.Append(batch[i]);
    }

    /// <summary>Adds up to the wanted number of one file's events; where SQL leaves doubt it goes on until the matcher has passed so many.</summary>
    private void Fetch(DuckSession session, FileQuery file, long from, long to, int wanted, EventBatchBuilder candidates)
    {
        EventCursor? cursor = query.After;
        int limit = wanted;
        int found = 0;
        while (true)
        {
            string where = file.Where(from, to, file.Bounds.Upper);
            if (cursor is { } after)
            {
                string time = file.Parameters.Add(after.Timestamp);
                where += $" AND (ts, id_high, id_low) < ({time}, {file.Parameters.Add(after.Id.High)}, {file.Parameters.Add(after.Id.Low)})";
            }

            using EventBatchBuilder fetched = new();
            session.Query(
                // The cut first, on small columns, then the documents of what is left.
                $"SELECT {FileQuery.EventColumnsSql} FROM (SELECT * FROM {file.Table} WHERE {where} {NewestFirst} LIMIT {limit}) {NewestFirst}",
                file.Parameters.Values,
                row => FileQuery.ReadInto(row, fetched),
                cancel);
            using EventBatch rows = fetched.Build();
            for (int i = 0; i < rows.Count && found < wanted; i++)
            {
                if (!file.Bounds.IsExact && !ConditionMatcher.Matches(query.Condition, rows[i]))
                    continue;
                candidates.Append(rows[i]);
                found++;
            }

            if (found == wanted || rows.Count < limit)
                return;
            ref readonly EventHeader last = ref rows.Headers[^1];
            cursor = new EventCursor(last.Timestamp, last.Id);
            limit = Math.Min(limit * 4, MostFetched);
        }
    }

    private static int Compare(in EventHeader a, in EventHeader b)
    {
        int order = a.Timestamp.CompareTo(b.Timestamp);
        return order != 0 ? order : a.Id.CompareTo(b.Id);
    }
}
