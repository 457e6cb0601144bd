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
    private readonly MatchedFacts _matched = new();
    private readonly List<((Guid Detection, Guid Incident) Key, EventId[] Ids)> _found = [];
    private int _count;

    /// <summary>The fields by which incidents are grouped, of all rules: they are remembered of what rules meet.</summary>
    public void Follow(IEnumerable<string> groupFields) => _matched.Follow([.. Always, .. groupFields.Select(static n => Fields.Get(n))]);

    /// <summary>Remembers what the events of a batch that rules met say about whom: it is asked for soon.</summary>
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
        List<Field> fields = [.. Always];
        foreach ((string name, string _) in detection.GroupValues)
        {
            if (!fields.Exists(f => f.Name == name))
                fields.Add(Fields.Get(name));
        }

        SortedDictionary<(int Field, string Value), SortedSet<string>> found = new(Comparer<(int Field, string Value)>.Create(
            static (a, b) => a.Field != b.Field ? a.Field.CompareTo(b.Field) : string.CompareOrdinal(a.Value, b.Value)));
        List<EventId> read = Remembered(ids, fields, found);
        ids.ExceptWith(read);
        if (ids.Count > 0)
        {
            using EventBatch stored = await events.GetAsync(ids, AgencyScope.City, cancel);
            for (int i = 0; i < stored.Count; i++)
            {
                read.Add(stored[i].Id);
                Stored(stored[i], fields, found);
            }
        }

        if (incident is { } grown)
            _found.Add(((detection.Uid, grown), [.. read]));
        return [.. found.Select(e => new Entity(fields[e.Key.Field].Name, e.Key.Value, [.. e.Value]))];
    }

    /// <summary>Takes what is remembered of the events; returns those of which something is.</summary>
    private List<EventId> Remembered(HashSet<EventId> ids, List<Field> fields, SortedDictionary<(int, string), SortedSet<string>> found)
    {
        List<EventId> read = [];
        if (!_matched.Has(fields))
            return read;
        foreach (EventId id in ids)
        {
            if (_matched.Find(id) is not { } facts)
                continue;
            read.Add(id);
            string agency = facts.Agency;
            foreach ((Field field, string value) in facts.Values)
                Note(found, fields.IndexOf(field), value, agency);
        }

        return read;
    }

    private static void Stored(EcsEvent source, List<Field> fields, SortedDictionary<(int, string), SortedSet<string>> found)
    {
        string agency = source.Text(EcsField.OrganizationId) ?? AgencyScope.Unassigned;
        for (int f = 0; f < fields.Count; f++)
        {
            foreach (FieldValue value in source.Values(fields[f]))
                Note(found, f, value.ToString(), agency);
        }
    }

    /// <summary>Fields of other rules' groups are remembered too: they say nothing here.</summary>
    private static void Note(SortedDictionary<(int, string), SortedSet<string>> found, int field, string value, string agency)
    {
        if (field < 0)
            return;
        if (!found.TryGetValue((field, value), out SortedSet<string>? agencies))
            found[(field, value)] = agencies = new SortedSet<string>(StringComparer.Ordinal);
        agencies.Add(agency);
    }
}
