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
    private const int LongestGroup = 256;
    private static readonly TimeZoneInfo CityZone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Ho_Chi_Minh");
    private static readonly TimeSpan ForgetAfter = TimeSpan.FromDays(30);

    private readonly Func<IReadOnlyList<SourceProfile>> _sources;
    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Dictionary<string, SilenceEntry>> _bySource = new(StringComparer.Ordinal);
    private IReadOnlyList<SourceProfile> _listed = [];
    private Watched?[] _watched = [];
    private int _count;

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
        if ((uint)source >= (uint)_watched.Length || _watched[source] is not { } watched)
            return;
        ReadOnlySpan<byte> group = watched.Profile.Group is null ? default : TextOf(builder, watched.Profile.Group);
        if (watched.Profile.Group is not null && group.IsEmpty)
            return;
        lock (_gate)
        {
            if (EntryOf(watched, group) is not { } entry)
                return;
            entry.LastSeen = Math.Max(entry.LastSeen, receivedAt);
            if (entry.Agency.Length == 0)
                entry.Agency = agency;
            if (entry.Site.Length == 0 && TextOf(builder, EcsField.CitySite) is { IsEmpty: false } site)
                entry.Site = Encoding.UTF8.GetString(site);
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
            foreach (SilenceEntry entry in Entries())
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

            if (fallen.Count > 0)
            {
                bool isDeaf = _bySource.Values.Count(static g => g.Count > 0) > 1 && Entries().All(static e => e.SilentSince != 0);
                Dictionary<(string, string), bool> ways = Entries().GroupBy(static e => (e.Source, e.Site)).ToDictionary(static g => g.Key, static g => g.Skip(1).Any() && g.All(static e => e.SilentSince != 0));
                // collector: everything that has a rhythm. way: all of a source at one site. asset: this one alone.
                documents.AddRange(fallen.Select(entry => SilenceDocument.Silent(
                    profiles[entry.Source], entry, isDeaf ? "collector" : ways[(entry.Source, entry.Site)] ? "way" : "asset", now)));
            }
        }

        return documents;
    }

    /// <summary>ok, silent or waiting, as the sources are listed.</summary>
    public string StateOf(string source)
    {
        lock (_gate)
        {
            if (!_bySource.TryGetValue(source, out Dictionary<string, SilenceEntry>? entries) || entries.Count == 0)
                return "waiting";
            return entries.Values.Any(static e => e.SilentSince != 0) ? "silent" : "ok";
        }
    }

    /// <summary>All entries as a document, to go on from after a restart.</summary>
    public string Save()
    {
        lock (_gate)
            return JsonSerializer.Serialize(Entries());
    }

    /// <summary>Takes the entries of an earlier run.</summary>
    public void Restore(string document)
    {
        lock (_gate)
        {
            foreach (SilenceEntry entry in JsonSerializer.Deserialize<List<SilenceEntry>>(document) ?? [])
            {
                if (GroupsOf(entry.Source).TryAdd(entry.Group, entry))
                    _count++;
            }
        }
    }

    private IEnumerable<SilenceEntry> Entries() => _bySource.Values.SelectMany(static groups => groups.Values);

    private Dictionary<string, SilenceEntry> GroupsOf(string source)
    {
        if (!_bySource.TryGetValue(source, out Dictionary<string, SilenceEntry>? groups))
            _bySource.Add(source, groups = new Dictionary<string, SilenceEntry>(StringComparer.Ordinal));
        return groups;
    }

    /// <summary>The entry of a group, made at its first sight; without a string for one that is known.</summary>
    private SilenceEntry? EntryOf(Watched watched, ReadOnlySpan<byte> group)
    {
        Span<char> text = stackalloc char[LongestGroup];
        if (!Encoding.UTF8.TryGetChars(group, text, out int length))
            return null;
        Dictionary<string, SilenceEntry> groups = watched.Groups ??= GroupsOf(watched.Profile.Id);
        if (groups.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text[..length], out SilenceEntry? entry))
            return entry;
        if (_count >= Most)
            return null;
        entry = new SilenceEntry { Source = watched.Profile.Id, Group = text[..length].ToString() };
        groups.Add(entry.Group, entry);
        _count++;
        return entry;
    }

    private void Forget(long now, Dictionary<string, SourceProfile> profiles)
    {
        foreach ((string source, Dictionary<string, SilenceEntry> groups) in _bySource)
        {
            foreach ((string group, SilenceEntry entry) in groups)
            {
                if (profiles.ContainsKey(source) && now - entry.LastSeen <= ForgetAfter.Ticks)
                    continue;
                groups.Remove(group);
                _count--;
            }
        }
    }

    private void List()
    {
        _listed = _sources();
        Watched?[] watched = new Watched?[_listed.Count == 0 ? 0 : _listed.Max(static s => s.Index) + 1];
        foreach (SourceProfile source in _listed)
            watched[source.Index] = source.SilentAfter is null ? null : new Watched(source);
        _watched = watched;
    }

    private static ReadOnlySpan<byte> TextOf(EventBatchBuilder builder, Field field)
    {
        foreach (FieldSlot slot in builder.Open)
        {
            if (slot.FieldId == field.Id)
                return builder.TextOf(new TextRange(slot.Offset, slot.Length));
        }

        return default;
    }

    /// <summary>A source with a rhythm, and its entries.</summary>
    private sealed class Watched(SourceProfile profile)
    {
        public SourceProfile Profile { get; } = profile;

        public Dictionary<string, SilenceEntry>? Groups { get; set; }
    }
}
