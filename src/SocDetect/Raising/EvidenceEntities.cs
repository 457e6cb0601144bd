using SocCore.Events;
using SocCore.Incidents;
using SocCore.Storage;

namespace SocDetect.Raising;

/// <summary>
/// Reads off the evidence of a detection whom and what it is about, and in whose events it occurs. What an incident has from
/// an event is committed with it, so each event is read once: a burst that grows for hours must not be read from its
/// beginning every few seconds.
/// </summary>
internal sealed class EvidenceEntities(IEventStore events)
{
    /// <summary>The most events that are remembered as read, some 10 MB; beyond it they are read once more.</summary>
    private const int MostKnown = 200_000;

    private static readonly Field[] Always = [EcsField.SourceIp, EcsField.UserName, EcsField.HostName];

    private readonly Dictionary<(Guid Detection, Guid Incident), HashSet<EventId>> _known = [];
    private readonly MatchedEvents _matched = new();
    private readonly List<((Guid Detection, Guid Incident) Key, EventId[] Ids)> _found = [];
    private int _count;

    /// <summary>Remembers the events of a batch that rules met: they are asked for soon.</summary>
    public void Matched(EventBatch batch, IReadOnlySet<EventId> ids) => _matched.Add(batch, ids);

    /// <summary>A decision begins: what an earlier one found and nobody committed is to be found again.</summary>
    public void Begin() => _found.Clear();

    /// <summary>The decision was committed: the incidents have all that was found for them.</summary>
    public void Committed()
    {
        foreach (((Guid, Guid) key, EventId[] ids) in _found)
        {
            if (!_known.TryGetValue(key, out HashSet<EventId>? known))
                _known[key] = known = [];
            _count -= known.Count;
            known.UnionWith(ids);
            _count += known.Count;
        }

        _found.Clear();
        if (_count <= MostKnown)
            return;
        _known.Clear();
        _count = 0;
    }

    /// <summary>The entities of a detection that its incident may not have yet: source address, user, host, and the fields of its group.</summary>
    /// <param name="detection">The detection.</param>
    /// <param name="incident">The incident that gets them; null when it is still to be opened.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async Task<IReadOnlyList<Entity>> OfAsync(Detection detection, Guid? incident, CancellationToken cancel)
    {
        HashSet<EventId> ids = [.. detection.Evidence.Select(static e => e.Id)];
        if (incident is { } there && _known.TryGetValue((detection.Uid, there), out HashSet<EventId>? known))
            ids.ExceptWith(known);
        if (ids.Count == 0)
            return [];
        using EventBatch batch = await ReadAsync(ids, cancel);
        if (incident is { } grown)
            _found.Add(((detection.Uid, grown), [.. Enumerable.Range(0, batch.Count).Select(i => batch[i].Id)]));
        List<Field> fields = [.. Always];
        foreach ((string name, string _) in detection.GroupValues)
        {
            if (!fields.Exists(f => f.Name == name))
                fields.Add(Fields.Get(name));
        }

        SortedDictionary<(int Field, string Value), SortedSet<string>> found = new(Comparer<(int Field, string Value)>.Create(
            static (a, b) => a.Field != b.Field ? a.Field.CompareTo(b.Field) : string.CompareOrdinal(a.Value, b.Value)));
        for (int i = 0; i < batch.Count; i++)
        {
            EcsEvent source = batch[i];
            string agency = source.Text(EcsField.OrganizationId) ?? AgencyScope.Unassigned;
            for (int f = 0; f < fields.Count; f++)
            {
                foreach (FieldValue value in source.Values(fields[f]))
                {
                    (int, string) key = (f, value.ToString());
                    if (!found.TryGetValue(key, out SortedSet<string>? agencies))
                        found[key] = agencies = new SortedSet<string>(StringComparer.Ordinal);
                    agencies.Add(agency);
                }
            }
        }

        return [.. found.Select(e => new Entity(fields[e.Key.Field].Name, e.Key.Value, [.. e.Value]))];
    }

    private async Task<EventBatch> ReadAsync(HashSet<EventId> ids, CancellationToken cancel)
    {
        using EventBatchBuilder all = new();
        _matched.Take(ids, all);
        if (ids.Count > 0)
        {
            using EventBatch stored = await events.GetAsync(ids, AgencyScope.City, cancel);
            for (int i = 0; i < stored.Count; i++)
                all.Append(stored[i]);
        }

        return all.Build();
    }
}
