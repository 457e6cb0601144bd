using System.Globalization;

namespace Benchmarks.Collect;

/// <summary>What the kernel knows of another process.</summary>
internal static class ProcessFacts
{
    private const double TicksPerSecond = 100;

    /// <summary>User and system time, seconds.</summary>
    public static double CpuSeconds(int pid)
    {
        string stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"));
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
    }

    /// <summary>The most memory that it ever had, MiB.</summary>
    public static long PeakMebibytes(int pid)
    {
        foreach (string line in File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/status")))
        {
            if (line.StartsWith("VmHWM:", StringComparison.Ordinal))
                return long.Parse(line["VmHWM:".Length..].TrimEnd('k', 'B').Trim(), CultureInfo.InvariantCulture) / 1024;
        }

        return 0;
    }
}
