using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SocCollector.Formats;
using SocCollector.Pipeline;
using SocCollector.Sources.Language;
using SocCollector.Sources.Mapping;
using SocCore.Events;
using SocCore.Ports;
using SocCore.Yaml;

namespace SocCollector.Sources;

/// <summary>
/// The sources in use. They are read from their folders at the start and again when files change; a set with problems is
/// not taken, the last good one stays and the problems are listed.
/// </summary>
public sealed partial class SourceCatalog : ISourceView
{
    private readonly SourceOptions _options;
    private readonly DatasetCatalog? _offers;
    private readonly ILogger _logger;
    private readonly IdentityKeys _keys;
    private readonly Inventory _inventory;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _indexes = [];
    private readonly Dictionary<string, SourceCounters> _counters = [];
    private Dictionary<string, Source> _unclaimed = [];
    private volatile SourceSet _current = SourceSet.Empty;
    private volatile IReadOnlyList<YamlProblem> _problems = [];
    private volatile IReadOnlyList<SourceProfile> _profiles = [];
    private string _state = "";

    /// <summary>Reads the sources. Files with problems are left out of this first set; <see cref="Problems"/> lists them.</summary>
    /// <exception cref="FormatException">The inventory is not usable.</exception>
    /// <exception cref="InvalidDataException">The key file is not usable.</exception>
    public SourceCatalog(SourceOptions options, DatasetCatalog? offers = null, ILogger? logger = null)
    {
        _options = options;
        _offers = offers;
        _logger = logger ?? NullLogger.Instance;
        _keys = options.KeyFile is null ? IdentityKeys.Sample : IdentityKeys.LoadOrCreate(options.KeyFile);
        _inventory = new Inventory(options.Inventory);
        _state = SourceFolder.StateOf(options.Folders);
        List<YamlProblem> problems = [];
        Take(Read(problems), problems);
    }

    /// <summary>What is wrong in the files as they are on disk.</summary>
    public IReadOnlyList<YamlProblem> Problems => _problems;

    /// <summary>All sources, by id.</summary>
    public IReadOnlyList<SourceProfile> Sources => _profiles;

    internal SourceSet Current => _current;

    /// <summary>A normalizer for one thread; it follows reloads by itself.</summary>
    public INormalizer NewNormalizer() => new Normalizer(this, _inventory);

    INormalizer ISourceView.CreateNormalizer() => NewNormalizer();

    string? ISourceView.IdOf(int sourceIndex) => _profiles.FirstOrDefault(p => p.Index == sourceIndex)?.Id;

    /// <summary>A normalizer that takes every record for that source's, whatever its claims say.</summary>
    /// <exception cref="KeyNotFoundException">There is no such source.</exception>
    public INormalizer NewNormalizer(string sourceId)
    {
        SourceSet set = _current;
        for (int i = 0; i < set.Sources.Count; i++)
        {
            if (set.Sources[i].Profile.Id == sourceId)
                return new Normalizer(this, _inventory, i);
        }

        throw new KeyNotFoundException($"There is no source '{sourceId}'; there are {string.Join(", ", _profiles.Select(static p => p.Id))}.");
    }

    /// <summary>The counters of a source.</summary>
    public SourceCounters CountersOf(string sourceId)
    {
        lock (_gate)
            return CountersLocked(sourceId);
    }

    /// <summary>Reads the files again if one changed since the last time. Returns whether a new set is in use.</summary>
    public bool ReloadIfChanged()
    {
        lock (_gate)
        {
            string state = SourceFolder.StateOf(_options.Folders);
            if (state == _state)
                return false;
            _state = state;
            List<YamlProblem> problems = [];
            IReadOnlyList<Source> sources = Read(problems);
            if (problems.Exists(static p => !p.IsWarning))
            {
                _problems = problems;
                Log.KeptLastGood(_logger, problems.Count, problems.Find(static p => !p.IsWarning)!.ToString());
                return false;
            }

            Take(sources, problems);
            Log.Reloaded(_logger, sources.Count);
            return true;
        }
    }

    /// <summary>The stand-in for what no source claims.</summary>
    internal Source Unclaimed(string wire)
    {
        if (_unclaimed.TryGetValue(wire, out Source? known))
            return known;
        string name = new([.. wire.Where(char.IsAsciiLetterOrDigit).Select(char.ToLowerInvariant)]);
        string dataset = "unclaimed." + (name.Length == 0 ? "other" : name);
        Source made = new()
        {
            Profile = new SourceProfile(-1, dataset, "infra", "Chưa nhận", "Unclaimed", null, dataset, null, null, null),
            Claims = [],
            Envelope = EnvelopeKind.Auto,
            Decoder = new TextDecoder(),
            Layout = new FieldLayout([], [], keepsUnnamed: false),
            Constants = new ConstantBlock(
            [
                (EcsField.EcsVersion, EcsSchema.Version, ValueKind.Text),
                (EcsField.EventDataset, dataset, ValueKind.Text),
                (EcsField.DataStreamDataset, dataset, ValueKind.Text),
                (EcsField.EventModule, "unclaimed", ValueKind.Text),
                (EcsField.EventKind, "event", ValueKind.Text),
            ]),
            Steps = [],
            Drops = [],
            Masked = [],
            Zone = SourceZone.City,
            Lead = TimeSpan.TicksPerMinute * 5,
            Host = EcsField.HostName,
            Namespace = [],
            UnmatchedIsDead = false,
            Keys = _keys,
            Offers = [],
        };
        // Copied on write: readers on other threads see the old table or the new one.
        _unclaimed = new Dictionary<string, Source>(_unclaimed) { [wire] = made };
        return made;
    }

    private IReadOnlyList<Source> Read(List<YamlProblem> problems) =>
        SourceFolder.Read(_options.Folders, new SourceContext(_keys, IndexOf, CountersLocked), problems);

    private void Take(IReadOnlyList<Source> sources, IReadOnlyList<YamlProblem> problems)
    {
        _problems = problems;
        _profiles = [.. sources.Select(static s => s.Profile)];
        _current = new SourceSet(sources);
        _offers?.Swap([.. sources.SelectMany(static s => s.Offers).Distinct()]);
    }

    private int IndexOf(string id)
    {
        if (!_indexes.TryGetValue(id, out int index))
            _indexes.Add(id, index = _indexes.Count);
        return index;
    }

    private SourceCounters CountersLocked(string id)
    {
        if (!_counters.TryGetValue(id, out SourceCounters? counters))
            _counters.Add(id, counters = new SourceCounters());
        return counters;
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.SourcesReloaded, LogLevel.Information, "Sources read again: {Count} in use")]
        public static partial void Reloaded(ILogger logger, int count);

        [LoggerMessage(EventIds.SourcesKept, LogLevel.Error, "Source files have {Count} problems, the last good set stays in use; first: {Problem}")]
        public static partial void KeptLastGood(ILogger logger, int count, string problem);
    }
}
