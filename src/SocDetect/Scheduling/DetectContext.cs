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
/// <param name="Foreign">Events that others write into the same store; null where there are none.</param>
/// <param name="Missing">What tells of published events that are not to be seen; null where there is no such thing.</param>
internal sealed record DetectContext(
    IEventStore Events, ICaseStore Cases, DetectOptions Options, RuleTally Tally, TimeProvider Time, Func<string, TimeSpan> IdleAfter, Seat Seat,
    IForeignEvents? Foreign = null, IMissingEvents? Missing = null);
