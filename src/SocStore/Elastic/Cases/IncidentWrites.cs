using System.Text.Json;
using SocCore.Incidents;
using SocCore.Storage;
using SocStore.Cases;

namespace SocStore.Elastic.Cases;

/// <summary>New versions of incidents within one commit: they get their numbers and sequences from the head, which moves along.</summary>
internal sealed class IncidentWrites(CaseHead head)
{
    private readonly List<Incident> _saved = [];
    private readonly Dictionary<Guid, (Incident Incident, long Opened)> _latest = [];
    private readonly List<PendingDocument> _changes = [];

    /// <summary>The head with the numbers and sequences taken.</summary>
    public CaseHead Head { get; private set; } = head;

    /// <summary>The incidents as they are saved, one a change.</summary>
    public IReadOnlyList<Incident> Saved => _saved;

    /// <summary>What is to be written.</summary>
    public IEnumerable<PendingDocument> Documents => _latest.Values.Select(static l => CaseDocuments.Of(l.Incident, l.Opened)).Concat(_changes);

    /// <summary>Makes the new versions; false when one does not begin at the version that is there, earlier ones of this commit counted.</summary>
    public bool Make(IReadOnlyList<(Incident Incident, long BaseVersion, IncidentChange Change)> changes, Dictionary<string, JsonElement> present)
    {
        foreach ((Incident incident, long baseVersion, IncidentChange change) in changes)
        {
            (Incident? known, long opened) = Known(incident.Uid, present);
            if ((known?.Version ?? 0) != baseVersion)
                return false;
            long sequence = Head.LastChange + 1;
            Head = Head with { LastChange = sequence };
            Incident saved = incident with { Version = baseVersion + 1, Number = known?.Number ?? NextNumber(incident) };
            _latest[incident.Uid] = (saved, known is null ? sequence : opened);
            _saved.Add(saved);
            _changes.Add(CaseDocuments.Of(new ChangeRow(sequence, saved.Uid, saved.Version, change)));
        }

        return true;
    }

    private (Incident? Incident, long Opened) Known(Guid uid, Dictionary<string, JsonElement> present)
    {
        if (_latest.TryGetValue(uid, out (Incident Incident, long Opened) earlier))
            return earlier;
        return present.TryGetValue(IncidentPageMark.UidKey(uid), out JsonElement document)
            ? (CaseReader.Read<Incident>(document), document.GetProperty("opened").GetInt64())
            : (null, 0);
    }

    private string NextNumber(Incident incident)
    {
        int year = IncidentNumber.YearOf(incident.Created);
        long count = Head.Numbers.GetValueOrDefault(year) + 1;
        Head = Head with { Numbers = new Dictionary<int, long>(Head.Numbers) { [year] = count } };
        return IncidentNumber.Format(year, count);
    }
}
