using SocCore.Events;

namespace SocStore.Embedded.Events;

/// <summary>
/// Reads events by id in two steps: where their rows are, by the small column of ids alone, and then the documents of those
/// places. In one step DuckDB would unpack every document of the time that the ids span.
/// </summary>
internal sealed class EventsById(HashSet<EventId> ids)
{
    /// <summary>Documents are unpacked so many at once, whichever of them is wanted.</summary>
    private const long RowsOfVector = 2_048;

    /// <summary>The most places of one query.</summary>
    private const int MostPlaces = 32;

    /// <summary>Those of the ids that are there, in no order.</summary>
    public EventBatch Read(DuckSession session, IReadOnlyList<DayFile> files, CancellationToken cancel)
    {
        IdQuery query = new(ids);
        using EventBatchBuilder found = new();
        foreach (DayFile file in files)
        {
            if (!query.MayBeIn(file))
                continue;
            SortedDictionary<long, List<long>> places = [];
            session.Query(
                $"SELECT rowid, id_high, id_low FROM {file.Catalog}.events WHERE {IdQuery.Where}",
                query.Values,
                row => Note(places, row.GetInt64(0), new EventId(row.GetFieldValue<ulong>(1), row.GetFieldValue<ulong>(2))),
                cancel);
            foreach (KeyValuePair<long, List<long>>[] some in places.Chunk(MostPlaces))
                session.Query(string.Join(" UNION ALL ", some.Select(p => Select(file, p.Value))), null, row => FileQuery.ReadInto(row, found), cancel);
        }

        return found.Build();
    }

    private void Note(SortedDictionary<long, List<long>> places, long row, EventId id)
    {
        if (!ids.Contains(id))
            return;
        if (!places.TryGetValue(row / RowsOfVector, out List<long>? rows))
            places[row / RowsOfVector] = rows = [];
        rows.Add(row);
    }

    /// <summary>The range is what makes DuckDB skip; the list alone is looked at behind the scan.</summary>
    private static string Select(DayFile file, List<long> rows) =>
        $"SELECT {FileQuery.EventColumnsSql} FROM {file.Catalog}.events WHERE rowid BETWEEN {rows.Min()} AND {rows.Max()} AND rowid IN ({string.Join(", ", rows)})";
}
