namespace Benchmarks.Match;

/// <summary>What one contender did with the measured lines, and what it was before them: times in seconds, memory in MiB.</summary>
internal sealed record MatchRun(string Name, int Lines, double WallS, double CpuS, long EventsPerS, long EventsPerCpuS, double LoadCpuS, double? LoadS, int? Rules, long Matches, long PeakRssMib);
