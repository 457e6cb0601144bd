using SocCore.Conditions;
using SocCore.Events;
using SocCore.Storage;

namespace SocStore.Embedded.Events;

/// <summary>Counts over stored events: SQL counts what it is sure of, the matcher looks at the rest.</summary>
internal sealed class EventAggregates(IReadOnlyList<DayFile> files, EventQuery query, AgencyScope scope, CancellationToken cancel)
{
    private readonly long _from = Math.Max(0, query.From.UtcTicks);
    private readonly long _to = query.To.UtcTicks;

    public long Count(DuckSession session)
    {
        long count = 0;
        foreach (FileQuery file in Queries())
        {
            session.Query(
                $"SELECT count(*) FROM {file.Table} WHERE {file.Where(_from, _to, file.Bounds.Lower)}",
                file.Parameters.Values,
                row => count += FileQuery.Count(row, 0),
                cancel);
            Doubtful(session, file, "true", (source, meets) => count += meets ? 1 : 0);
        }

        return count;
    }

    public IReadOnlyList<HistogramBucket> Histogram(DuckSession session, TimeSpan step)
    {
        long[] counts = new long[QueryRules.CountSteps(query, step)];
        long start = query.From.UtcTicks;
        if (counts.Length == 0)
            return [];
        foreach (FileQuery file in Queries())
        {
            string where = file.Where(_from, _to, file.Bounds.Lower);
            string bucket = $"(ts - {file.Parameters.Add(start)}) // {file.Parameters.Add(step.Ticks)}";
            session.Query(
                $"SELECT {bucket} AS bucket, count(*) FROM {file.Table} WHERE {where} GROUP BY bucket",
                file.Parameters.Values,
                row => counts[FileQuery.Count(row, 0)] += FileQuery.Count(row, 1),
                cancel);
            Doubtful(session, file, "true", (source, meets) => counts[(source.Header.Timestamp - start) / step.Ticks] += meets ? 1 : 0);
        }

        return [.. counts.Select((n, i) => new HistogramBucket(query.From + (step * i), n))];
    }

    public IReadOnlyList<FieldCount> Top(DuckSession session, Field field, int limit)
    {
        // All files in one statement, so that DuckDB counts and cuts; it is cut here instead when the matcher has to add some.
        TopValues top = new(field);
        SqlParameters shared = new();
        List<string> selects = [];
        bool doubt = false;
        foreach (FileQuery file in Queries(shared))
        {
            FieldSql sql = new(field, file.File.Manifest.Odd, shared);
            string sure = Sure(sql);
            string where = file.Where(_from, _to, $"{file.Bounds.Lower} AND {sure}");
            selects.Add($"SELECT unnest({Values(sql)}) AS v FROM (SELECT {Source(sql)} AS e FROM {file.Table} WHERE {where})");
            doubt |= Doubtful(session, file, sure, (source, meets) =>
            {
                if (meets)
                    top.Add(source);
            });
        }

        if (selects.Count > 0)
        {
            string cut = doubt ? "" : $" ORDER BY n DESC, v LIMIT {shared.Add((long)limit)}";
            session.Query(
                $"SELECT v, count(*) AS n FROM ({string.Join(" UNION ALL ", selects)}) WHERE v IS NOT NULL GROUP BY v{cut}",
                shared.Values,
                row => top.Add(row.GetString(0), FileQuery.Count(row, 1)),
                cancel);
        }

        return top.First(limit);
    }

    /// <summary>What a field's values are read from, computed once a row.</summary>
    private static string Source(FieldSql sql) => sql.Column?.Name ?? (sql.IsReachable ? sql.Value() : "NULL::JSON");

    /// <summary>The field's distinct texts as a list, made of its source <c>e</c>.</summary>
    private static string Values(FieldSql sql) => sql.Column?.Kind switch
    {
        null => "list_distinct(list_transform(soc_elements(e), lambda x: x->>'$'))",
        ColumnKind.TextList => "list_distinct(e)",
        _ => "[e::VARCHAR]",
    };

    /// <summary>The condition under which these texts are all that there is, in the form in which a search finds them.</summary>
    private static string Sure(FieldSql sql) => sql switch
    {
        { Column: { } column, MayBeOdd: true } => $"(odd & {column.Mask} = 0)",
        { Column: not null } => "true",
        { IsReachable: false } => "false",
        _ => $"(NOT {sql.AnyElement(static (_, type) => SqlBounds.Of($"{type} NOT IN ('VARCHAR', 'BIGINT', 'UBIGINT', 'BOOLEAN')")).Lower})",
    };

    private IEnumerable<FileQuery> Queries(SqlParameters? shared = null)
    {
        foreach (DayFile file in files)
        {
            if (file.Manifest.MayHold(_from, _to))
                yield return new FileQuery(file, query, scope, shared);
        }
    }

    /// <summary>Shows the events on which SQL does not decide, each with the matcher's verdict; true when there was any.</summary>
    private bool Doubtful(DuckSession session, FileQuery file, string sure, Action<EcsEvent, bool> see)
    {
        if (file.Bounds.IsExact && sure == "true")
            return false;
        bool any = false;
        using EventBatchBuilder one = new();
        string where = file.Where(_from, _to, $"{file.Bounds.Upper} AND NOT ({file.Bounds.Lower} AND {sure})");
        session.Query(
            $"SELECT {FileQuery.EventColumnsSql} FROM {file.Table} WHERE {where}",
            file.Parameters.Values,
            row =>
            {
                any = true;
                FileQuery.ReadInto(row, one);
                using EventBatch batch = one.Build();
                see(batch[0], ConditionMatcher.Matches(query.Condition, batch[0]));
            },
            cancel);
        return any;
    }
}
