using System.Text.Json;

namespace SocDetect.Scheduling;

/// <summary>What a detector saves with its cursors beside matches and detections: marks of the sources and decided times.</summary>
internal sealed class DetectState
{
    /// <summary>The document's name.</summary>
    public const string Name = "detect.state";

    /// <summary>The marks.</summary>
    public List<SourceMark> Sources { get; init; } = [];

    /// <summary>Rule key → watermark, of the rules whose decisions hang on it.</summary>
    public Dictionary<string, long> Decided { get; init; } = [];

    /// <summary>Hour (UTC ticks) → the earliest event time that matched in it: old events keep their rows for a day.</summary>
    public SortedDictionary<long, long> Oldest { get; init; } = [];

    /// <summary>Per spool: clock time and number of events since the last scan row.</summary>
    public Dictionary<short, ScanCount> Scanned { get; init; } = [];

    /// <summary>Per feed of foreign events: clock time and number of events since the last scan row.</summary>
    public Dictionary<string, ScanCount> Feeds { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Incidents whose numbers lag behind their detections.</summary>
    public List<Guid> Lagging { get; init; } = [];

    /// <summary>The document.</summary>
    public string Write() => JsonSerializer.Serialize(this);

    /// <summary>Reads a document; an empty state when there is none.</summary>
    public static DetectState Read(string? document) =>
        document is null ? new DetectState() : JsonSerializer.Deserialize<DetectState>(document) ?? new DetectState();
}
