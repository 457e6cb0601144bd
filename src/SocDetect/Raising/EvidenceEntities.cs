using SocCore.Events;
using SocCore.Incidents;
using SocCore.Storage;

namespace SocDetect.Raising;

/// <summary>Reads off the evidence of a detection whom and what it is about, and in whose events it occurs.</summary>
internal sealed class EvidenceEntities(IEventStore events)
{
    private static readonly Field[] Always = [EcsField.SourceIp, EcsField.UserName, EcsField.HostName];

    /// <summary>The entities of a detection: source address, user, host, and the fields of its group.</summary>
    public async Task<IReadOnlyList<Entity>> OfAsync(Detection detection, CancellationToken cancel)
    {
        HashSet<EventId> ids = [.. detection.Evidence.Select(static e => e.Id)];
        using EventBatch batch = await events.GetAsync(ids, AgencyScope.City, cancel);
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
}
