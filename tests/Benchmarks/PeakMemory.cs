using System.Globalization;

namespace Benchmarks;

/// <summary>The most memory the process had at a time, as Linux counts it.</summary>
internal static class PeakMemory
{
    /// <summary>Begins to count anew.</summary>
    public static void Reset() => File.WriteAllText("/proc/self/clear_refs", "5");

    /// <summary>Bytes at the highest point since the last reset.</summary>
    public static long Read()
    {
        string line = File.ReadLines("/proc/self/status").First(static l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.AsSpan(6).Trim()[..^3], NumberStyles.Integer, CultureInfo.InvariantCulture) * 1024;
    }
}
