using SocCore.Conditions;
using SocCore.Rules;

namespace SocDetect.Matching;

/// <summary>
/// What datasets offer to rules where events of others are read too. For each dataset the source files decide, else the
/// settings, else what is known of common shippers.
/// </summary>
internal sealed class ForeignOffers(IReadOnlyList<DatasetLogSource> declared)
{
    private static readonly FieldRef Channel = FieldRef.Of("winlog.channel");
    private static readonly FieldRef Number = new(SocCore.Events.Fields.Get("winlog.event_id"), SocCore.Events.Fields.Get("event.code"));
    private static readonly FieldRef EventType = FieldRef.Of("winlog.event_data.EventType");

    private readonly List<DatasetLogSource> _others = [.. Declared(declared), .. WellKnown(declared)];
    private IReadOnlyList<DatasetLogSource>? _sources;
    private IReadOnlyList<DatasetLogSource> _all = [];

    /// <summary>All offers; the same list as long as the sources' is the same.</summary>
    public IReadOnlyList<DatasetLogSource> With(IReadOnlyList<DatasetLogSource> sources)
    {
        if (ReferenceEquals(_sources, sources))
            return _all;
        HashSet<string> known = [.. sources.Select(static o => o.Dataset)];
        _all = [.. sources, .. _others.Where(o => !known.Contains(o.Dataset))];
        _sources = sources;
        return _all;
    }

    private static IEnumerable<DatasetLogSource> Declared(IReadOnlyList<DatasetLogSource> declared) => declared.SelectMany(static o =>
        o.LogSource is { Product: { } product, Service: null, Category: null } && string.Equals(product, "windows", StringComparison.OrdinalIgnoreCase)
            ? Windows(o.Dataset)
            : [o]);

    private static IEnumerable<DatasetLogSource> WellKnown(IReadOnlyList<DatasetLogSource> declared) =>
        WellKnownDatasets.WindowsEvents.SelectMany(Windows).Concat(WellKnownDatasets.Offers).Where(o => declared.All(d => d.Dataset != o.Dataset));

    private static IReadOnlyList<DatasetLogSource> Windows(string dataset) => WindowsChannels.For(dataset, Channel, Number, EventType);
}
