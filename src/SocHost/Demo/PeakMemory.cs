using System.Globalization;

namespace SocHost.Demo;

/// <summary>The most memory that the process ever had resident.</summary>
internal static class PeakMemory
{
    /// <summary>MiB, from the kernel's own high-water mark where there is one.</summary>
    public static double Mib()
    {
        const string Mark = "VmHWM:";
        if (File.Exists("/proc/self/status"))
        {
            foreach (string line in File.ReadLines("/proc/self/status"))
            {
                if (line.StartsWith(Mark, StringComparison.Ordinal))
                    return Math.Round(double.Parse(line[Mark.Length..].Replace("kB", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture) / 1024, 1);
            }
        }

        using System.Diagnostics.Process self = System.Diagnostics.Process.GetCurrentProcess();
        return Math.Round(self.PeakWorkingSet64 / 1048576.0, 1);
    }
}
