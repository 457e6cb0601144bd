namespace SocCollector.Spool;

/// <summary>Where the spool is, and how much it may hold.</summary>
public sealed class SpoolOptions
{
    /// <summary>The folder; only this program writes there.</summary>
    public string Folder { get; set; } = "data/spool";

    /// <summary>The number by which events name this spool; each collector of a city has its own.</summary>
    public short Id { get; set; } = 1;

    /// <summary>Size of a segment.</summary>
    public int SegmentBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>What undelivered segments may hold; beyond it the wires are held back.</summary>
    public long MaxBytes { get; set; } = 16L * 1024 * 1024 * 1024;

    /// <summary>A record waits at most so long for its fsync.</summary>
    public TimeSpan CommitAfter { get; set; } = TimeSpan.FromMilliseconds(5);

    /// <summary>So many bytes wait at most for their fsync.</summary>
    public int CommitBytes { get; set; } = 1024 * 1024;
}
