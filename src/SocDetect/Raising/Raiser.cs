using SocCore.Events;
using SocCore.Incidents;
using SocCore.Rules;
using SocCore.Storage;

namespace SocDetect.Raising;

/// <summary>
/// Brings detections into incidents through <see cref="IncidentBook"/>: new ones at once, growth at most every so often,
/// so that a flood makes one line of history a while and not one a second. What lags is saved with the detections that it
/// lags behind, so a crash loses none of it.
/// </summary>
internal sealed class Raiser(IEventStore events, ICaseStore cases, TimeSpan growthInterval)
{
    private readonly EvidenceEntities _entities = new(events);
    private IReadOnlyDictionary<Guid, DateTimeOffset> _due = new Dictionary<Guid, DateTimeOffset>();

    /// <summary>Takes the rules that are in use from now on.</summary>
    public void Follow(RuleSet rules) => _entities.Follow(rules.Rules.SelectMany(static r => r.GroupBy).Concat(rules.Correlations.SelectMany(static c => c.GroupBy)));

    /// <summary>Remembers the events of a batch that rules met: incidents are about them soon.</summary>
    public void Matched(EventBatch batch, IReadOnlyList<MatchRow> rows) => _entities.Matched(batch, rows.Select(static r => r.EventId).ToHashSet());

    /// <summary>Takes up what lagged when it was last committed: it is due now.</summary>
    public void Remember(IEnumerable<Guid> lagging, DateTimeOffset now) => _due = lagging.ToDictionary(static i => i, _ => now);

    /// <summary>
    /// Decides what the changed detections do to incidents, and what the time has come for. Only reads, so it can be
    /// repeated when an incident moved in the meantime; the incidents to be saved are returned, each once.
    /// </summary>
    public async Task<RaiseDecision> DecideAsync(IReadOnlyList<Raise> raises, DateTimeOffset now, CancellationToken cancel)
    {
        Dictionary<Guid, IncidentDraft> drafts = [];
        _entities.Begin();
        foreach (Raise raise in raises)
        {
            if (raise.Burst.Saved?.IncidentUid is { } known)
            {
                raise.Detection = raise.Detection with { IncidentUid = known };
                if (raise.IsUrgent || IsDue(known, now))
                    await AddAsync(drafts, known, raise.Detection, cancel);
            }
            else if (raise.Rule.Raises && raise.Burst.IsLive)
            {
                await PlaceAsync(drafts, raise, now, cancel);
            }
        }

        foreach ((Guid incident, DateTimeOffset due) in _due)
        {
            if (due <= now)
                await AddAsync(drafts, incident, null, cancel);
        }

        List<BookEntry> entries = [];
        foreach (IncidentDraft draft in drafts.Values)
        {
            if (await FinishAsync(draft, now, cancel) is { } entry)
                entries.Add(entry);
        }

        return new RaiseDecision(entries, LaggingAfter(raises, drafts, now), _due.Values.Any(d => d <= now));
    }

    /// <summary>The decision was committed.</summary>
    public void Committed(IReadOnlyList<Raise> raises, RaiseDecision decision)
    {
        foreach (Raise raise in raises)
            raise.Burst.Saved = raise.Detection;
        _entities.Committed();
        _due = decision.Lagging;
    }

    /// <summary>Incidents whose numbers lag behind their detections, and when they are due: what waited and was not looked at, and what grew since.</summary>
    private Dictionary<Guid, DateTimeOffset> LaggingAfter(IReadOnlyList<Raise> raises, Dictionary<Guid, IncidentDraft> looked, DateTimeOffset now)
    {
        Dictionary<Guid, DateTimeOffset> lagging = [];
        foreach ((Guid incident, DateTimeOffset due) in _due)
        {
            if (due > now && !looked.ContainsKey(incident))
                lagging[incident] = due;
        }

        foreach (Raise raise in raises)
        {
            if (raise.Detection.IncidentUid is { } incident && !looked.ContainsKey(incident))
                lagging.TryAdd(incident, now + growthInterval);
        }

        return lagging;
    }

    private bool IsDue(Guid incident, DateTimeOffset now) => growthInterval == TimeSpan.Zero || (_due.TryGetValue(incident, out DateTimeOffset due) && due <= now);

    private async Task AddAsync(Dictionary<Guid, IncidentDraft> drafts, Guid uid, Detection? detection, CancellationToken cancel)
    {
        if (!drafts.TryGetValue(uid, out IncidentDraft? draft))
        {
            if (await cases.GetIncidentAsync(uid, AgencyScope.City, cancel) is not { } incident)
                return;
            drafts[uid] = draft = new IncidentDraft(incident, isNew: false);
        }

        if (detection is not null)
            draft.Add(detection);
    }

    /// <summary>Finds the incident that a new detection joins, or opens one.</summary>
    private async Task PlaceAsync(Dictionary<Guid, IncidentDraft> drafts, Raise raise, DateTimeOffset now, CancellationToken cancel)
    {
        Incident? over = null;
        foreach (string key in IncidentBook.KeysOf(raise.Detection))
        {
            IncidentDraft? draft = drafts.Values.FirstOrDefault(d => d.Incident.DedupKey == key);
            Incident? latest = draft?.Incident ?? await cases.FindByDedupKeyAsync(key, cancel);
            if (latest is null)
                continue;
            IncidentFate fate = IncidentBook.FateOf(latest, now);
            if (fate == IncidentFate.Recur)
            {
                over ??= latest;
                continue;
            }

            raise.Detection = raise.Detection with { IncidentUid = latest.Uid };
            await AddAsync(drafts, latest.Uid, raise.Detection, cancel);
            drafts[latest.Uid].Reopen |= fate == IncidentFate.Reopen;
            return;
        }

        IReadOnlyList<Entity> entities = await _entities.OfAsync(raise.Detection, null, cancel);
        Incident opened = IncidentBook.Open(raise.Detection, entities, over, now).Incident;
        raise.Detection = raise.Detection with { IncidentUid = opened.Uid };
        if (await cases.GetIncidentAsync(opened.Uid, AgencyScope.City, cancel) is { } there)
        {
            // The same detection opened it before: a burst that was undone and holds again.
            drafts.TryAdd(there.Uid, new IncidentDraft(there, isNew: false));
            drafts[there.Uid].Add(raise.Detection);
            return;
        }

        IncidentDraft fresh = new(opened, isNew: true);
        fresh.Known(raise.Detection);
        drafts[opened.Uid] = fresh;
    }

    private async Task<BookEntry?> FinishAsync(IncidentDraft draft, DateTimeOffset now, CancellationToken cancel)
    {
        Dictionary<Guid, Detection> all = [];
        if (!draft.IsNew)
        {
            foreach (Detection saved in await cases.GetDetectionsAsync(draft.Incident.Uid, AgencyScope.City, cancel))
                all[saved.Uid] = saved;
        }

        List<Entity> entities = [];
        foreach (Detection detection in draft.Detections)
        {
            bool seen = all.TryGetValue(detection.Uid, out Detection? saved) && saved.Evidence.Count == Detection.EvidenceLimit
                && saved.Evidence.SequenceEqual(detection.Evidence);
            all[detection.Uid] = detection;
            if (!seen && !draft.IsKnown(detection.Uid))
                entities.AddRange(await _entities.OfAsync(detection, draft.Incident.Uid, cancel));
        }

        if (draft.Detections.Count == 0)
        {
            foreach (Detection detection in all.Values.Where(static d => d.Evidence.Count < Detection.EvidenceLimit))
                entities.AddRange(await _entities.OfAsync(detection, draft.Incident.Uid, cancel));
        }

        bool goesOn = draft.Incident is { Status: IncidentStatus.Resolved, Resolved: { } resolved }
            && draft.Detections.Exists(d => d.LastEvent > resolved) && IncidentBook.FateOf(draft.Incident, now) == IncidentFate.Reopen;
        BookEntry? grown = IncidentBook.Grow(draft.Incident, [.. all.Values], entities, draft.Reopen || goesOn, now);
        if (!draft.IsNew)
            return grown;
        Incident first = (grown?.Incident ?? draft.Incident) with { Version = 1 };
        return new BookEntry(first, 0, new IncidentChange("created", IncidentBook.Engine, now, null, []));
    }
}
