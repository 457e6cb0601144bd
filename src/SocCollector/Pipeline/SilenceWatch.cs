using System.Text;
using System.Text.Json;
using SocCollector.Sources;
using SocCore.Events;

namespace SocCollector.Pipeline;

/// <summary>
/// Knows who has to report and how long a gap is normal, and writes an event when somebody falls silent or is back
/// (dataset <c>soc.source</c>). Noting is done by the delivery's thread, checking by the clock's.
/// </summary>
internal sealed class SilenceWatch
{
    private const int Most = 50_000;
    private static readonly TimeZoneInfo CityZone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Ho_Chi_Minh");
    private static readonly TimeSpan ForgetAfter = TimeSpan.FromDays(30);

    private readonly Func<IReadOnlyList<SourceProfile>> _sources;
    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Source, string Group), SilenceEntry> _entries = [];
    private IReadOnlyList<SourceProfile> _listed = [];
    private SourceProfile?[] _watched = [];

    public SilenceWatch(Func<IReadOnlyList<SourceProfile>> sources, TimeProvider time)
    {
        _sources = sources;
        _time = time;
        _started = time.GetUtcNow().UtcTicks;
    }

    /// <summary>Notes an event of a source, read from the builder that has it open.</summary>
    public void Note(int source, string agency, long receivedAt, EventBatchBuilder builder)
    {
        if (!ReferenceEquals(_listed, _sources()))
            List();
        if ((uint)source >= (uint)_watched.Length || _watched[source] is not { } profile)
            return;
        string group = profile.Group is null ? "" : TextOf(builder, profile.Group);
        if (profile.Group is not null && group.Length == 0)
            return;
        lock (_gate)
        {
            if (!_entries.TryGetValue((profile.Id, group), out SilenceEntry? entry))
            {
                if (_entries.Count >= Most)
                    return;
                entry = new SilenceEntry { Source = profile.Id, Group = group };
                _entries.Add((profile.Id, group), entry);
            }

            entry.LastSeen = Math.Max(entry.LastSeen, receivedAt);
            if (entry.Agency.Length == 0)
                entry.Agency = agency;
            if (entry.Site.Length == 0)
                entry.Site = TextOf(builder, EcsField.CitySite);
        }
    }

    /// <summary>Finds who has fallen silent or is back since the last check; each is a document for the spool.</summary>
    public IReadOnlyList<byte[]> Check()
    {
        DateTimeOffset now = _time.GetUtcNow();
        bool isNight = TimeZoneInfo.ConvertTime(now, CityZone).Hour is < 6 or >= 22;
        Dictionary<string, SourceProfile> profiles = _sources().Where(static s => s.SilentAfter is not null).ToDictionary(static s => s.Id, StringComparer.Ordinal);
        List<byte[]> documents = [];
        lock (_gate)
        {
            Forget(now.UtcTicks, profiles);
            List<SilenceEntry> fallen = [];
            foreach (SilenceEntry entry in _entries.Values)
            {
                SourceProfile profile = profiles[entry.Source];
                TimeSpan gap = (isNight ? profile.SilentAfterNight ?? profile.SilentAfter : profile.SilentAfter)!.Value;
                // While this program was down nobody could reach it: silence is counted from its start at the earliest.
                bool isSilent = now.UtcTicks - Math.Max(entry.LastSeen, _started) > gap.Ticks;
                if (isSilent && entry.SilentSince == 0)
                {
                    entry.SilentSince = entry.LastSeen;
                    fallen.Add(entry);
                }
                else if (entry.SilentSince != 0 && entry.LastSeen > entry.SilentSince)
                {
                    documents.Add(SilenceDocument.Recovered(profile, entry, now));
                    entry.SilentSince = 0;
                }
            }

            documents.AddRange(fallen.Select(entry => SilenceDocument.Silent(profiles[entry.Source], entry, KindOf(entry), now)));
        }

        return documents;
    }

    /// <summary>ok, silent or waiting, as the sources are listed.</summary>
    public string StateOf(string source)
    {
        lock (_gate)
        {
            List<SilenceEntry> entries = [.. _entries.Values.Where(e => e.Source == source)];
            return entries.Count == 0 ? "waiting" : entries.Exists(static e => e.SilentSince != 0) ? "silent" : "ok";
        }
    }

    /// <summary>All entries as a document, to go on from after a restart.</summary>
    public string Save()
    {
        lock (_gate)
            return JsonSerializer.Serialize(_entries.Values);
    }

    /// <summary>Takes the entries of an earlier run.</summary>
    public void Restore(string document)
    {
        lock (_gate)
        {
            foreach (SilenceEntry entry in JsonSerializer.Deserialize<List<SilenceEntry>>(document) ?? [])
                _entries.TryAdd((entry.Source, entry.Group), entry);
        }
    }

    /// <summary>
    /// asset: this one alone. way: it and all others of its source at its site. collector: everything that has a rhythm.
    /// </summary>
    private string KindOf(SilenceEntry entry)
    {
        if (_entries.Count > 1 && _entries.Values.All(static e => e.SilentSince != 0) && _entries.Values.DistinctBy(static e => e.Source).Skip(1).Any())
            return "collector";
        List<SilenceEntry> siblings = [.. _entries.Values.Where(e => e.Source == entry.Source && e.Site == entry.Site)];
        return siblings.Count > 1 && siblings.TrueForAll(static e => e.SilentSince != 0) ? "way" : "asset";
    }

    private void Forget(long now, Dictionary<string, SourceProfile> profiles)
    {
        foreach (((string Source, string Group) key, SilenceEntry entry) in _entries)
        {
            if (!profiles.ContainsKey(entry.Source) || now - entry.LastSeen > ForgetAfter.Ticks)
                _entries.Remove(key);
        }
    }

    private void List()
    {
        _listed = _sources();
        SourceProfile?[] watched = new SourceProfile?[_listed.Count == 0 ? 0 : _listed.Max(static s => s.Index) + 1];
        foreach (SourceProfile source in _listed)
            watched[source.Index] = source.SilentAfter is null ? null : source;
        _watched = watched;
    }

    private static string TextOf(EventBatchBuilder builder, Field field)
    {
        foreach (FieldSlot slot in builder.Open)
        {
            if (slot.FieldId == field.Id)
                return Encoding.UTF8.GetString(builder.TextOf(new TextRange(slot.Offset, slot.Length)));
        }

        return "";
    }
}
