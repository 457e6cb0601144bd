using System.Globalization;

namespace Benchmarks.Ingest;

/// <summary>Events per second by the clock, and the processor time that an event took, which a busy machine distorts less.</summary>
internal readonly record struct Run(double Rate, double ProcessorMicroseconds)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Rate:F0} ev/s ({ProcessorMicroseconds:F1} µs of processor an event)");
}
