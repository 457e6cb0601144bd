using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using SocCollector.Spool;

namespace SocHost.Tests.Delivery;

/// <summary>The lines that stand in the spool of a program that was just killed: what had reached the disk.</summary>
internal static class DurableLines
{
    public static IEnumerable<string> Read(string dataFolder)
    {
        using LogSpool spool = LogSpool.Open(new SpoolOptions { Folder = Path.Combine(dataFolder, "spool") }, NullLogger.Instance);
        using SpoolReader reader = new(spool, spool.FirstSequence - 1);
        List<string> lines = [];
        while (reader.TryRead(out SpoolRecord record, out _))
        {
            string line = Encoding.UTF8.GetString(record.Bytes);
            if (NumberedLines.NumberOf(line) >= 0)
                lines.Add(line);
        }

        return lines;
    }
}
