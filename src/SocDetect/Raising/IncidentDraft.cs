using SocCore.Incidents;

namespace SocDetect.Raising;

/// <summary>An incident that a scan changes, while it is decided how.</summary>
internal sealed class IncidentDraft(Incident incident, bool isNew)
{
    private readonly HashSet<Guid> _known = [];

    /// <summary>The incident as it is saved, or as it is opened.</summary>
    public Incident Incident { get; } = incident;

    /// <summary>Whether it is not saved yet.</summary>
    public bool IsNew { get; } = isNew;

    /// <summary>Whether it was resolved and is taken up again.</summary>
    public bool Reopen { get; set; }

    /// <summary>The detections of this scan that are in it.</summary>
    public List<Detection> Detections { get; } = [];

    /// <summary>Adds a detection, or what it is now.</summary>
    public void Add(Detection detection)
    {
        Detections.RemoveAll(d => d.Uid == detection.Uid);
        Detections.Add(detection);
    }

    /// <summary>Adds the detection that it was opened with: its entities are in it.</summary>
    public void Known(Detection detection)
    {
        Add(detection);
        _known.Add(detection.Uid);
    }

    /// <summary>Whether the entities of that detection are in it.</summary>
    public bool IsKnown(Guid detection) => _known.Contains(detection);
}
