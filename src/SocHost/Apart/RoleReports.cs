using System.Globalization;
using System.Text.Json;
using SocCore.Storage;

namespace SocHost.Apart;

/// <summary>Where roles that run in processes of their own leave word of each other: named documents of the store.</summary>
internal sealed class RoleReports(IStateStore state)
{
    /// <summary>How often a role reports, and how often another one reads it.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    /// <summary>Who reported last so long ago is away.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    private const string CollectorPrefix = "role/collector/";
    private const string DetectorName = "role/detector";

    /// <summary>Leaves a collector's report.</summary>
    public async Task WriteAsync(short spool, SourceReport report, CancellationToken cancel) =>
        await WriteAsync(NameOf(spool), report, cancel);

    /// <summary>Leaves the active detector's report.</summary>
    public async Task WriteAsync(RuleReport report, CancellationToken cancel) => await WriteAsync(DetectorName, report, cancel);

    /// <summary>The reports of all collectors that there ever were, but for the one with that spool.</summary>
    public async Task<IReadOnlyList<SourceReport>> ReadCollectorsAsync(short except, CancellationToken cancel)
    {
        string own = NameOf(except);
        return [.. (await state.GetAllAsync(CollectorPrefix, cancel)).Where(d => d.Key != own).Select(static d => JsonSerializer.Deserialize<SourceReport>(d.Value)!)];
    }

    /// <summary>The last report of an active detector; null before the first.</summary>
    public async Task<RuleReport?> ReadDetectorAsync(CancellationToken cancel) =>
        await state.GetAsync(DetectorName, cancel) is { } document ? JsonSerializer.Deserialize<RuleReport>(document) : null;

    private static string NameOf(short spool) => CollectorPrefix + spool.ToString(CultureInfo.InvariantCulture);

    private async Task WriteAsync<T>(string name, T report, CancellationToken cancel) =>
        await state.SetAsync(new Dictionary<string, string?> { [name] = JsonSerializer.Serialize(report) }, cancel);
}
