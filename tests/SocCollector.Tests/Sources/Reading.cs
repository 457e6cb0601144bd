using System.Text;
using SocCollector.Sources;
using SocCore.Events;

namespace SocCollector.Tests.Sources;

/// <summary>Runs lines through the sources of the checkout, or of a text, for tests.</summary>
internal static class Reading
{
    /// <summary>A receipt time that tests share: 2026-03-12 10:00:00 in the city.</summary>
    public static readonly long ReceivedAt = new DateTime(2026, 3, 12, 3, 0, 0, DateTimeKind.Utc).Ticks;

    /// <summary>The checkout's own sources.</summary>
    public static SourceCatalog Own { get; } = new(new SourceOptions { Folders = [Path.Combine(SocTesting.SharedData.Root, "sources")] });

    /// <summary>What becomes of a line; the event as JSON, null when there is none.</summary>
    public static (NormalizeResult Result, string? Json) Line(INormalizer normalizer, string line, string listener = "syslog", string wire = "syslog", string peer = "192.0.2.10") =>
        Bytes(normalizer, Encoding.UTF8.GetBytes(line), listener, wire, peer);

    /// <summary>The same for bytes.</summary>
    public static (NormalizeResult Result, string? Json) Bytes(INormalizer normalizer, ReadOnlySpan<byte> line, string listener = "syslog", string wire = "syslog", string peer = "192.0.2.10")
    {
        using EventBatchBuilder builder = new();
        builder.Begin();
        NormalizeResult result = normalizer.Normalize(line, new RecordContext(peer, listener, wire, ReceivedAt), builder);
        if (result.Fate is not (NormalizeFate.Event or NormalizeFate.Unclaimed))
        {
            builder.Abandon();
            return (result, null);
        }

        builder.Commit(EventId.OfPosition(ReceivedAt / 10_000, 1, 1), 1, 1, result.Timestamp, ReceivedAt);
        using EventBatch batch = builder.Build();
        return (result, batch[0].ToJson());
    }
}
