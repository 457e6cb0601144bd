using SocCore.Events;

namespace SocStore.Embedded.Events;

/// <summary>Looks up which of a batch's ids are stored already: only for records that may be repeats.</summary>
internal static class KnownIds
{
    /// <summary>The events that are new, in order: the same batch when all are.</summary>
    public static EventBatch Filter(EventBatch batch, IReadOnlyList<DayFile> files, DuckSession session)
    {
        HashSet<EventId> known = Find([.. Ids(batch)], files, session);
        using EventBatchBuilder builder = new();
        int seen = 0;
        for (int i = 0; i < batch.Count; i++)
        {
            if (known.Add(batch[i].Id))
                builder.Append(batch[i]);
            else
                seen++;
        }

        return seen == 0 ? batch : builder.Build();
    }

    private static HashSet<EventId> Find(List<EventId> ids, IReadOnlyList<DayFile> files, DuckSession session)
    {
        HashSet<EventId> found = [];
        if (ids.Count == 0)
            return found;
        IdQuery query = new(ids);
        foreach (DayFile file in files)
        {
            if (query.MayBeIn(file))
            {
                session.Query(
                    $"SELECT id_high, id_low FROM {file.Catalog}.events WHERE {IdQuery.Where}",
                    query.Values,
                    row => found.Add(new EventId(row.GetFieldValue<ulong>(0), row.GetFieldValue<ulong>(1))),
                    CancellationToken.None);
            }
        }

        found.IntersectWith(ids);
        return found;
    }

    private static IEnumerable<EventId> Ids(EventBatch batch)
    {
        for (int i = 0; i < batch.Count; i++)
            yield return batch[i].Id;
    }
}
