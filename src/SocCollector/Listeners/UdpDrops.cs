using System.Globalization;
using System.Runtime.InteropServices;

namespace SocCollector.Listeners;

/// <summary>
/// How many datagrams the kernel has dropped at one socket: the last column of <c>/proc/net/udp</c> and <c>udp6</c> in the
/// row of the socket's inode.
/// </summary>
internal sealed class UdpDrops
{
    private static readonly string[] Tables = ["/proc/net/udp", "/proc/net/udp6"];

    private readonly string _inode;

    private UdpDrops(string inode) => _inode = inode;

    /// <summary>For a socket; null where the system has no such table.</summary>
    public static UdpDrops? Of(SafeHandle socket)
    {
        string link = string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{socket.DangerousGetHandle()}");
        try
        {
            // The link reads socket:[12345].
            return new FileInfo(link).LinkTarget is { } target && target.StartsWith("socket:[", StringComparison.Ordinal)
                ? new UdpDrops(target["socket:[".Length..^1])
                : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>The count now; null when the system does not tell.</summary>
    public long? Read()
    {
        foreach (string table in Tables)
        {
            if (!File.Exists(table))
                continue;
            foreach (string line in File.ReadLines(table))
            {
                string[] columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (columns.Length >= 13 && columns[9] == _inode && long.TryParse(columns[^1], NumberStyles.None, CultureInfo.InvariantCulture, out long drops))
                    return drops;
            }
        }

        return null;
    }
}
