using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace SocHost.Tests.Faults;

/// <summary>
/// Appends numbered lines to the files that collectors read, so many a second, with a cut line of another source now and
/// then. A file is the wire on which nothing may be lost or doubled, whatever fails.
/// </summary>
internal sealed class PacedLines(IReadOnlyList<string> files, int perSecond)
{
    private const int CutEvery = 997;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    /// <summary>Numbered lines so far; the numbers are 0 to this − 1.</summary>
    public int Written { get; private set; }

    /// <summary>Cut lines so far.</summary>
    public int Cut { get; private set; }

    /// <summary>Writes until it is told to stop; the lines take turns between the files.</summary>
    public async Task WriteAsync(CancellationToken stop)
    {
        StreamWriter[] writers = [.. files.Select(static f => new StreamWriter(new FileStream(f, FileMode.Append, FileAccess.Write, FileShare.ReadWrite), new UTF8Encoding(false)) { AutoFlush = false })];
        long began = Stopwatch.GetTimestamp();
        try
        {
            while (!stop.IsCancellationRequested)
            {
                double due = Stopwatch.GetElapsedTime(began).TotalSeconds * perSecond;
                while (Written < due)
                    Write(writers[Written % writers.Length]);
                foreach (StreamWriter writer in writers)
                    await writer.FlushAsync(CancellationToken.None);
                await Task.Delay(Step, CancellationToken.None);
            }
        }
        finally
        {
            foreach (StreamWriter writer in writers)
                await writer.DisposeAsync();
        }
    }

    /// <summary>The number in a stored line, or −1.</summary>
    public static int NumberOf(string original)
    {
        int at = original.IndexOf(" user n", StringComparison.Ordinal);
        return at >= 0 && int.TryParse(original.AsSpan(at + 7, 9), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : -1;
    }

    private void Write(StreamWriter writer)
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        writer.Write(string.Create(CultureInfo.InvariantCulture,
            $"<38>1 {now:yyyy-MM-ddTHH:mm:ss.fff}Z srv-01 sshd 812 - - Failed password for invalid user n{Written:D9} from 203.0.113.{Written % 50} port 40022 ssh2\n"));
        Written++;
        if (Written % CutEvery != 0)
            return;
        writer.Write(string.Create(CultureInfo.InvariantCulture,
            $$"""<134>1 {{now:yyyy-MM-ddTHH:mm:ss.fff}}Z pay-01 parking - - - {"event":"payment.settled","time":"{{now:yyyy-MM-ddTHH:mm:ss}}Z","session":"PK-{{Cut:D6}}","amount":15"""));
        writer.Write('\n');
        Cut++;
    }
}
