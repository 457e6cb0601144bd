using SocCore.Events;

namespace SocStore.Embedded.Events;

/// <summary>Finds rows by the high half of their ids; the caller compares the low half.</summary>
internal sealed class IdQuery
{
    private readonly ulong _first;
    private readonly ulong _last;

    public IdQuery(IReadOnlyCollection<EventId> ids)
    {
        _first = ids.Min(static id => id.High);
        _last = ids.Max(static id => id.High);
        Values = [_first, _last, ids.Select(static id => id.High).Distinct().ToList()];
    }

    /// <summary>The range lets DuckDB skip row groups: ids begin with their time.</summary>
    public const string Where = "id_high BETWEEN $p1 AND $p2 AND id_high IN (SELECT unnest($p3::UBIGINT[]))";

    public IReadOnlyList<object?> Values { get; }

    public bool MayBeIn(DayFile file) => file.Manifest.MayHoldId(_first, _last);
}
