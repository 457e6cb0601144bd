namespace SocStore.Embedded;

/// <summary>Settings of the embedded store.</summary>
public sealed record EmbeddedStoreOptions
{
    /// <summary>The data folder; it belongs to one process.</summary>
    public string Folder { get; init; } = "data";

    /// <summary>
    /// The most memory of the event database: a number and MB or GB, 64MB at least. It spills to <c>Folder/tmp</c> beyond, and
    /// ingest takes twice the processor then: about twice <see cref="CheckpointBytes"/> is the least that does not spill.
    /// </summary>
    public string MemoryLimit { get; init; } = "192MB";

    /// <summary>Threads of the event database, 1 to 64.</summary>
    public int Threads { get; init; } = 2;

    /// <summary>Bytes of recent batches kept decoded for detection, 1 MiB to 4 GiB.</summary>
    public long RingBytes { get; init; } = 16L << 20;

    /// <summary>
    /// Bytes of write-ahead log after which it is folded into the file, 1 MiB to 4 GiB. Nothing is stored meanwhile; at 32 MiB,
    /// some 20,000 events, that is a tenth of a second on two cores.
    /// </summary>
    public long CheckpointBytes { get; init; } = 32L << 20;

    /// <summary>The longest time that written events stay in the write-ahead log, 1 s to 1 d.</summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Days for which events are kept, 1 to 36,500; whoever schedules retention reads it.</summary>
    public int RetentionDays { get; init; } = 90;

    /// <exception cref="ArgumentException">A setting is out of its range; the message names it, its value and the range.</exception>
    internal void Check()
    {
        Require(Folder.Length > 0, nameof(Folder), Folder, "the path of a folder");
        Require(MemorySize.TryParse(MemoryLimit, out long memory) && memory >= 64L << 20, nameof(MemoryLimit), MemoryLimit, "a number and MB or GB, 64MB at least");
        Require(Threads is >= 1 and <= 64, nameof(Threads), Threads, "1 to 64");
        Require(RingBytes is >= 1L << 20 and <= 4L << 30, nameof(RingBytes), RingBytes, "1 MiB to 4 GiB");
        Require(CheckpointBytes is >= 1L << 20 and <= 4L << 30, nameof(CheckpointBytes), CheckpointBytes, "1 MiB to 4 GiB");
        Require(CheckpointInterval >= TimeSpan.FromSeconds(1) && CheckpointInterval <= TimeSpan.FromDays(1), nameof(CheckpointInterval), CheckpointInterval, "1 s to 1 d");
        Require(RetentionDays is >= 1 and <= 36_500, nameof(RetentionDays), RetentionDays, "1 to 36500");
    }

    private static void Require(bool holds, string name, object value, string range)
    {
        if (!holds)
            throw new ArgumentException($"The store setting {name} is '{value}'; it must be {range}.");
    }
}
