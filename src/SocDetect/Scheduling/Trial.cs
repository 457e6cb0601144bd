using Microsoft.Extensions.Logging.Abstractions;
using SocCore.Ports;
using SocCore.Rules;
using SocCore.Storage;

namespace SocDetect.Scheduling;

/// <summary>The real detection on given stores and rules, run by hand: for the tests that rules carry, and for trying rules out.</summary>
public sealed class Trial
{
    private readonly Scan _scan;

    /// <summary>Prepares a run.</summary>
    public Trial(IEventStore events, ICaseStore cases, RuleSet rules, IReadOnlyList<DatasetLogSource> offers, TimeProvider time)
    {
        DatasetCatalog catalog = new();
        catalog.Swap(offers);
        DetectOptions options = new();
        _scan = new Scan(new DetectContext(events, cases, options, new RuleTally(), time, _ => options.IdleAfter, new Seat(null, time)), () => rules, catalog, NullLogger<Scan>.Instance);
    }

    /// <summary>Looks at everything that the event store has published and no run has seen.</summary>
    public async Task RunAsync(CancellationToken cancel) => await _scan.DrainAsync(cancel).ConfigureAwait(false);
}
