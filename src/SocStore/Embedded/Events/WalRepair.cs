using System.Globalization;
using System.Text.RegularExpressions;

namespace SocStore.Embedded.Events;

/// <summary>
/// A crash can tear the end of DuckDB's write-ahead log, and DuckDB then refuses the whole file, naming the bad entry's
/// position. Cut there (or before the entry's header), the log gives back everything up to it; what it lacked is still in
/// the spool, because the spool keeps what is not checkpointed.
/// </summary>
internal static partial class WalRepair
{
    private const int EntryHeader = 16;

    /// <summary>Repairs the log one step further at each attempt; false when there is nothing to repair.</summary>
    public static bool TryRepair(DayFile file, string message, int attempt, out string done)
    {
        done = "";
        if (!File.Exists(file.WalPath) || !message.Contains("WAL", StringComparison.OrdinalIgnoreCase))
            return false;
        string kept = string.Create(CultureInfo.InvariantCulture, $"{file.WalPath}.damaged-{attempt}");
        Match position = Position().Match(message);
        if (attempt < 2 && position.Success && long.TryParse(position.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out long at))
        {
            File.Copy(file.WalPath, kept, overwrite: true);
            long cut = Math.Max(0, attempt == 0 ? at : at - EntryHeader);
            using FileStream wal = new(file.WalPath, FileMode.Open, FileAccess.Write);
            wal.SetLength(Math.Min(wal.Length, cut));
            done = string.Create(CultureInfo.InvariantCulture, $"it was cut at byte {cut}, the whole is kept as {kept}");
            return true;
        }

        File.Move(file.WalPath, kept, overwrite: true);
        done = $"it was moved away to {kept}";
        return true;
    }

    [GeneratedRegex(@"byte position (\d+)", RegexOptions.CultureInvariant)]
    private static partial Regex Position();
}
