namespace Benchmarks.Latency;

/// <summary>What one run showed: times from sending a line until its incident is answered with 200.</summary>
/// <param name="Command">What to run to see it again.</param>
/// <param name="Machine">On what.</param>
/// <param name="Cores">Processors that everything shares: the service, its store, the load and the watcher.</param>
/// <param name="Rate">Lines of load a second, as asked.</param>
/// <param name="LoadPerS">Lines of load a second, as sent.</param>
/// <param name="Seconds">How long probes were sent.</param>
/// <param name="Probes">Probes that were sent, one a second.</param>
/// <param name="Missing">Probes whose incident did not come.</param>
/// <param name="P50Ms">Half of the probes took at most this.</param>
/// <param name="P95Ms">95 of 100.</param>
/// <param name="P99Ms">99 of 100.</param>
/// <param name="MaxMs">The slowest.</param>
/// <param name="BarMs">What the 99th of 100 has to stay below.</param>
/// <param name="SocCpuS">Processor seconds of the service meanwhile.</param>
/// <param name="SocPeakRssMib">The most memory that the service ever had.</param>
internal sealed record LatencyResult(
    string Command, string Machine, int Cores, int Rate, double LoadPerS, double Seconds, int Probes, int Missing,
    long P50Ms, long P95Ms, long P99Ms, long MaxMs, long BarMs, double SocCpuS, long SocPeakRssMib);
