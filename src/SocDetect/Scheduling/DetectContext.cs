using SocCore.Storage;

namespace SocDetect.Scheduling;

/// <summary>What every detector of this process works with.</summary>
/// <param name="Events">The events.</param>
/// <param name="Cases">Where everything is committed.</param>
/// <param name="Options">The settings.</param>
/// <param name="Tally">Counts for people.</param>
/// <param name="Time">The clock.</param>
/// <param name="IdleAfter">Source → the silence after which it follows the clock.</param>
/// <param name="Seat">Whether this process is the active detector.</param>
internal sealed record DetectContext(
    IEventStore Events, ICaseStore Cases, DetectOptions Options, RuleTally Tally, TimeProvider Time, Func<string, TimeSpan> IdleAfter, Seat Seat);
