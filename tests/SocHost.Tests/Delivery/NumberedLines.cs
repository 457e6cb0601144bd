using System.Globalization;

namespace SocHost.Tests.Delivery;

/// <summary>Failed log-ins that carry their number, so that what is lost or doubled can be told from what is stored.</summary>
internal static class NumberedLines
{
    /// <summary>That many lines; a hundred share a second, fifty addresses take turns.</summary>
    public static string[] Create(int count, DateTimeOffset start)
    {
        string[] lines = new string[count];
        for (int i = 0; i < count; i++)
        {
            DateTimeOffset time = start.AddSeconds(i / 100);
            lines[i] = string.Create(CultureInfo.InvariantCulture, $"<38>1 {time.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fff}Z srv-01 sshd 812 - - Failed password for invalid user n{i:D6} from 203.0.113.{i % 50} port 40022 ssh2");
        }

        return lines;
    }

    /// <summary>The number in a stored line, or −1.</summary>
    public static int NumberOf(string line)
    {
        int at = line.IndexOf(" user n", StringComparison.Ordinal);
        return at >= 0 && int.TryParse(line.AsSpan(at + 7, 6), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : -1;
    }
}
