using System.Globalization;
using SocCore.Rules;
using SocCore.Storage;

namespace SocCore.Incidents;

/// <summary>
/// The only place where incidents begin: from detections, and by hand. Pure: what is there goes in, what shall be saved
/// comes out. An incident is a function of its detections as far as the engine is concerned; what people wrote is kept.
/// </summary>
public static class IncidentBook
{
    /// <summary>The actor of what the engine does.</summary>
    public const string Engine = "system";

    /// <summary>How long after it was resolved an incident is taken up again instead of a new one being opened.</summary>
    public static readonly TimeSpan ReopenWindow = TimeSpan.FromHours(24);

    /// <summary>The most entities of an incident; its evidence has the rest.</summary>
    public const int EntityLimit = 300;

    /// <summary>Who owns what these agencies' events are evidence of: one agency itself, several the city SOC.</summary>
    public static string OwnerOf(IReadOnlyList<string> agencies) =>
        agencies.Count == 1 ? agencies[0] : agencies.Count == 0 ? AgencyScope.Unassigned : AgencyScope.CitySoc;

    /// <summary>The key under which a detection looks for its incident.</summary>
    public static string KeyOf(Detection detection) => KeyOf(detection, OwnerOf(detection.Agencies));

    /// <summary>
    /// Keys to look under, in this order: the owner's own; then the city's, where an incident of the same rule and group may
    /// span agencies already; then those of the single agencies, whose incident a spanning detection takes over.
    /// </summary>
    public static IReadOnlyList<string> KeysOf(Detection detection)
    {
        string owner = OwnerOf(detection.Agencies);
        List<string> keys = [KeyOf(detection, owner)];
        if (owner != AgencyScope.CitySoc)
            keys.Add(KeyOf(detection, AgencyScope.CitySoc));
        else
            keys.AddRange(detection.Agencies.Where(static a => a != AgencyScope.CitySoc).Select(a => KeyOf(detection, a)));
        return keys;
    }

    /// <summary>What a new detection does with the latest incident of one of its keys.</summary>
    public static IncidentFate FateOf(Incident latest, DateTimeOffset now) => latest.Status switch
    {
        IncidentStatus.New or IncidentStatus.InProgress or IncidentStatus.OnHold => IncidentFate.Join,
        IncidentStatus.Resolved when now - (latest.Resolved ?? latest.Modified) <= ReopenWindow => IncidentFate.Reopen,
        _ => IncidentFate.Recur,
    };

    /// <summary>Opens an incident for a detection; <paramref name="before"/> is the one of the same key that is over.</summary>
    public static BookEntry Open(Detection detection, IReadOnlyList<Entity> entities, Incident? before, DateTimeOffset now)
    {
        string key = KeyOf(detection);
        Incident incident = new()
        {
            Uid = IncidentKeys.Uid("incident", key, detection.Uid.ToString("D")),
            Title = detection.Title,
            Titles = detection.Titles,
            Agency = OwnerOf(detection.Agencies),
            InvolvedAgencies = detection.Agencies,
            Systems = detection.Systems,
            Severity = detection.Level,
            Created = now,
            Modified = now,
            Start = detection.FirstEvent,
            End = detection.LastEvent,
            RuleId = detection.RuleId,
            Tags = detection.Tags,
            DedupKey = key,
            Detections = [detection.Uid],
            DetectionCount = 1,
            EventCount = Weight(detection),
            Entities = Merge([], entities),
            RecurrenceOf = before?.Uid,
            Historic = detection.Historic,
        };
        return new BookEntry(incident, 0, new IncidentChange("created", Engine, now, null, []));
    }

    /// <summary>
    /// Brings an incident up to date with its detections, all of them. Null when that changes nothing. Evidence of a second
    /// agency moves it to the city SOC.
    /// </summary>
    /// <param name="incident">The incident as it is saved.</param>
    /// <param name="detections">Every detection of it, in any order.</param>
    /// <param name="entities">Entities found since; known ones gain agencies.</param>
    /// <param name="reopen">Whether it was resolved and shall be taken up again.</param>
    /// <param name="now">Clock time.</param>
    public static BookEntry? Grow(Incident incident, IReadOnlyList<Detection> detections, IReadOnlyList<Entity> entities, bool reopen, DateTimeOffset now)
    {
        List<Detection> live = [.. detections.Where(static d => d.MergedInto is null && !d.Contradicted)];
        IReadOnlyList<Detection> counted = live.Count > 0 ? live : detections;
        List<string> agencies = Union(incident.InvolvedAgencies, counted.SelectMany(static d => d.Agencies));
        bool transferred = agencies.Count > 1 && incident.Agency != AgencyScope.CitySoc && incident.RuleId is not null;
        Incident grown = incident with
        {
            Agency = transferred ? AgencyScope.CitySoc : incident.Agency,
            InvolvedAgencies = agencies,
            Systems = Union(incident.Systems, counted.SelectMany(static d => d.Systems)),
            Severity = (RuleLevel)Math.Max((int)incident.Severity, counted.Count == 0 ? 0 : counted.Max(static d => (int)d.Level)),
            Start = counted.Count == 0 ? incident.Start : counted.Min(static d => d.FirstEvent),
            End = counted.Count == 0 ? incident.End : counted.Max(static d => d.LastEvent),
            Tags = [.. incident.Tags.Union(counted.SelectMany(static d => d.Tags))],
            Detections = [.. detections.OrderBy(static d => d.RaisedAt).ThenBy(static d => d.Uid).Select(static d => d.Uid)],
            DetectionCount = detections.Count,
            EventCount = live.Sum(Weight),
            Entities = Merge(incident.Entities, entities),
            Historic = counted.Count == 0 ? incident.Historic : counted.All(static d => d.Historic),
        };
        if (transferred && counted.FirstOrDefault(d => d.RuleId == incident.RuleId) is { } named)
            grown = grown with { DedupKey = KeyOf(named, AgencyScope.CitySoc) };
        if (reopen)
            grown = grown with { Status = IncidentStatus.InProgress, Resolved = null, ResolvedBy = null, Verdict = Verdict.Unknown };
        List<FieldChange> fields = Differences(incident, grown);
        if (fields.Count == 0)
            return null;
        string kind = transferred ? "transferred" : reopen ? "reopened" : "grown";
        string? text = transferred
            ? "Evidence of a second agency joined."
            : reopen ? "The rule fired again within the reopen window." : live.Count == 0 ? "Later events undid every detection." : null;
        return new BookEntry(
            grown with { Modified = now, Version = incident.Version + 1 }, incident.Version, new IncidentChange(kind, Engine, now, text, fields));
    }

    /// <summary>Opens an incident that a person reports.</summary>
    public static BookEntry OpenByHand(HandReport report, string actor, DateTimeOffset now)
    {
        Guid uid = Guid.CreateVersion7(now);
        Incident incident = new()
        {
            Uid = uid,
            Title = report.Title,
            Description = report.Description,
            Agency = report.Agency,
            InvolvedAgencies = [report.Agency],
            Systems = [.. (report.Systems ?? []).Order(StringComparer.Ordinal)],
            Severity = report.Severity,
            Created = now,
            Modified = now,
            Start = report.Start ?? now,
            End = report.Start ?? now,
            Tags = report.Tags ?? [],
            DedupKey = IncidentKeys.DedupKey("by-hand", 1, report.Agency, [new("uid", uid.ToString("D"))]),
        };
        return new BookEntry(incident, 0, new IncidentChange("created", actor, now, null, []));
    }

    private static string KeyOf(Detection detection, string agency) =>
        IncidentKeys.DedupKey(detection.RuleId, 1, agency, detection.GroupValues);

    private static int Weight(Detection detection) =>
        detection.MergedInto is null && !detection.Contradicted ? detection.MatchCount : 0;

    private static List<string> Union(IReadOnlyList<string> present, IEnumerable<string> more) =>
        [.. present.Union(more).Order(StringComparer.Ordinal)];

    private static List<Entity> Merge(IReadOnlyList<Entity> present, IReadOnlyList<Entity> more)
    {
        List<Entity> all = [.. present];
        Dictionary<(string, string), int> places = [];
        for (int i = 0; i < all.Count; i++)
            places[(all[i].Field, all[i].Value)] = i;
        foreach (Entity entity in more)
        {
            if (places.TryGetValue((entity.Field, entity.Value), out int at))
            {
                if (entity.Agencies.Except(all[at].Agencies).Any())
                    all[at] = all[at] with { Agencies = Union(all[at].Agencies, entity.Agencies) };
            }
            else if (all.Count < EntityLimit)
            {
                places[(entity.Field, entity.Value)] = all.Count;
                all.Add(entity);
            }
        }

        return all;
    }

    private static List<FieldChange> Differences(Incident before, Incident after)
    {
        List<FieldChange> fields = [];
        Compare("agency", before.Agency, after.Agency);
        Compare("involved_agencies", string.Join(", ", before.InvolvedAgencies), string.Join(", ", after.InvolvedAgencies));
        Compare("systems", string.Join(", ", before.Systems), string.Join(", ", after.Systems));
        Compare("severity", IncidentWords.Of(before.Severity), IncidentWords.Of(after.Severity));
        Compare("status", IncidentWords.Of(before.Status), IncidentWords.Of(after.Status));
        Compare("verdict", IncidentWords.Of(before.Verdict), IncidentWords.Of(after.Verdict));
        Compare("start_time", Time(before.Start), Time(after.Start));
        Compare("end_time", Time(before.End), Time(after.End));
        Compare("tags", string.Join(", ", before.Tags), string.Join(", ", after.Tags));
        Compare("alert_count", Number(before.DetectionCount), Number(after.DetectionCount));
        Compare("event_count", Number(before.EventCount), Number(after.EventCount));
        Compare("entities", Number(EntitySize(before)), Number(EntitySize(after)));
        Compare("historic", before.Historic ? "true" : "false", after.Historic ? "true" : "false");
        return fields;

        void Compare(string field, string was, string now)
        {
            if (was != now)
                fields.Add(new FieldChange(field, was, now));
        }
    }

    private static int EntitySize(Incident incident) => incident.Entities.Sum(static e => 1 + e.Agencies.Count);

    private static string Time(DateTimeOffset time) => Events.Rfc3339.Format(time);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
