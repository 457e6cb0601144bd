namespace Benchmarks.Elastic;

/// <summary>One run of one contender, after its warm-up.</summary>
/// <param name="Name">Who sent.</param>
/// <param name="Events">Events that were measured.</param>
/// <param name="Stored">Documents on the server afterwards, those of the warm-up too.</param>
/// <param name="WallS">From the word to go until the server counts the last one.</param>
/// <param name="ClientCpuS">Processor time of the sending process.</param>
/// <param name="ServerCpuS">Processor time of the server.</param>
/// <param name="EventsPerS">By the clock.</param>
/// <param name="ClientCpuUsPerEvent">Microseconds of the sending process.</param>
/// <param name="ClientPeakRssMib">The most memory that the sending process ever had, what it had prepared included.</param>
internal sealed record ElasticRun(
    string Name, int Events, long Stored, double WallS, double ClientCpuS, double ServerCpuS, long EventsPerS, double ClientCpuUsPerEvent, long ClientPeakRssMib);
