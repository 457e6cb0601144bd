using System.Text.Json.Serialization;

namespace Benchmarks.Collect;

/// <summary>One run of one contender, after its warm-up.</summary>
internal sealed record CollectRun(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("lines")] long Lines,
    [property: JsonPropertyName("lost")] long Lost,
    [property: JsonPropertyName("wall_s")] double WallSeconds,
    [property: JsonPropertyName("cpu_s")] double CpuSeconds,
    [property: JsonPropertyName("lines_per_s")] long LinesPerSecond,
    [property: JsonPropertyName("lines_per_cpu_s")] long LinesPerCpuSecond,
    [property: JsonPropertyName("peak_rss_mib")] long PeakMebibytes);
