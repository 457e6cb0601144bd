using SocCollector.Listeners;
using SocCollector.Pipeline;

namespace SocCollector;

/// <summary>How the collector is.</summary>
/// <param name="Spool">Ok, Full or Failing.</param>
/// <param name="SpoolTrouble">Why the spool is not Ok; null when it is.</param>
/// <param name="DeliveryTrouble">Why nothing is delivered; null when all is well.</param>
/// <param name="Accounting">What became of every record.</param>
/// <param name="SpoolBytes">What the spool occupies.</param>
/// <param name="Listeners">The wires.</param>
public sealed record CollectorStatus(
    string Spool, string? SpoolTrouble, string? DeliveryTrouble, Accounting Accounting, long SpoolBytes, IReadOnlyList<ListenerStatus> Listeners);
