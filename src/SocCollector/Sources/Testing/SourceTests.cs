using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using SocCore.Events;

namespace SocCollector.Sources.Testing;

/// <summary>
/// Runs the samples of source folders: each line of <c>samples/&lt;source&gt;.&lt;story&gt;.log</c> must become what stands on
/// the same line of <c>.expected.ndjson</c>: the document, or why there is none. The lines arrive as the source's first
/// claim says, at noon of a fixed day, so that the outcome is the same every day.
/// </summary>
public static class SourceTests
{
    /// <summary>When the lines of samples are received: 2026-03-12 12:00 in the city.</summary>
    public static DateTimeOffset ReceivedAt { get; } = new(2026, 3, 12, 12, 0, 0, TimeSpan.FromHours(7));

    private static readonly string[] Stories = ["good", "ugly", "nonsense"];
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Runs all samples, or those of one source or of one system; with <paramref name="accept"/> what comes out is written as what is expected.</summary>
    public static SourceTestReport Run(IReadOnlyList<string> folders, string? only = null, bool accept = false)
    {
        SourceCatalog catalog = new(new SourceOptions { Folders = [.. folders] });
        List<SampleOutcome> outcomes = [];
        List<string> missing = [];
        foreach (Source source in catalog.Current.Sources)
        {
            string id = source.Profile.Id;
            if (only is not null && only != id && only != source.Profile.System)
                continue;
            string? folder = folders.Select(f => Path.Combine(f, source.Profile.System)).FirstOrDefault(f => File.Exists(Path.Combine(f, id[(id.IndexOf('/', StringComparison.Ordinal) + 1)..] + ".yml")));
            string name = id[(id.IndexOf('/', StringComparison.Ordinal) + 1)..];
            string[] files = folder is null || !Directory.Exists(Path.Combine(folder, "samples")) ? [] : Directory.GetFiles(Path.Combine(folder, "samples"), name + ".*.log");
            foreach (string file in files.Order(StringComparer.Ordinal))
                outcomes.Add(RunOne(catalog, source, file, Path.GetFileName(file)[(name.Length + 1)..^4], accept));
            missing.AddRange(Stories.Where(s => !files.Any(f => Path.GetFileName(f) == $"{name}.{s}.log")).Select(s => $"{id}: the sample '{name}.{s}.log' is missing."));
        }

        return new SourceTestReport(catalog.Current.Sources.Count, catalog.Problems, outcomes, missing);
    }

    private static SampleOutcome RunOne(SourceCatalog catalog, Source source, string file, string story, bool accept)
    {
        byte[][] lines = [.. Split(File.ReadAllBytes(file))];
        List<string> failures = [];
        List<string> actual = [];
        INormalizer normalizer = catalog.NewNormalizer();
        RecordContext context = ContextOf(source);
        for (int i = 0; i < lines.Length; i++)
            actual.Add(Outcome(catalog.Current, normalizer, lines[i], context, $"{file}:{i + 1}", failures));
        string expectedFile = file[..^4] + ".expected.ndjson";
        if (accept)
        {
            File.WriteAllLines(expectedFile, actual);
        }
        else
        {
            string[] expected = File.Exists(expectedFile) ? File.ReadAllLines(expectedFile) : [];
            if (expected.Length != actual.Count)
                failures.Add($"{expectedFile}: {expected.Length} lines where {file} has {actual.Count}; write what each line must become.");
            for (int i = 0; i < Math.Min(expected.Length, actual.Count); i++)
            {
                if (!JsonNode.DeepEquals(JsonNode.Parse(expected[i]), JsonNode.Parse(actual[i])))
                    failures.Add($"{file}:{i + 1}: expected {expected[i]}{Environment.NewLine}  but came {actual[i]}");
            }
        }

        return new SampleOutcome(source.Profile.Id, story, file, lines.Length, failures);
    }

    private static string Outcome(SourceSet set, INormalizer normalizer, byte[] line, in RecordContext context, string place, List<string> failures)
    {
        using EventBatchBuilder builder = new();
        builder.Begin();
        NormalizeResult result = normalizer.Normalize(line, context, builder);
        if (result.Fate is NormalizeFate.Dead or NormalizeFate.Filtered)
        {
            builder.Abandon();
            return result.Fate == NormalizeFate.Filtered ? """{"filtered":true}""" : JsonSerializer.Serialize(new { dead = result.Reason, stage = result.Stage }, Relaxed);
        }

        builder.Commit(EventId.OfPosition(0, 0, 1), 0, 1, result.Timestamp, context.ReceivedAt);
        using EventBatch batch = builder.Build();
        EcsEvent document = batch[0];
        // A nonsense sample has lines of other sources too: each document is judged by the namespace of its own source.
        byte[] space = set.Sources.FirstOrDefault(s => s.Profile.Index == result.SourceIndex)?.Namespace ?? [];
        foreach (string wrong in DocumentLaw.Check(document, space.Length == 0 ? "ecs" : Encoding.UTF8.GetString(space)[..^1]))
            failures.Add($"{place}: {wrong}");
        return document.ToJson();
    }

    /// <summary>How a line arrives that the source's first claim takes.</summary>
    internal static RecordContext ContextOf(Source source)
    {
        Claim claim = source.Claims[0];
        long now = ReceivedAt.UtcTicks;
        if (claim.Files is { } files)
            return new RecordContext(PathOf(files[0].ToString()!), "files", "file", now, 0);
        string wire = claim.Wires?[0] ?? (claim.Programs is null && source.Envelope == EnvelopeKind.None ? "http" : claim.Markers is null ? "syslog" : "http");
        return new RecordContext(claim.Peers is { } peers ? peers[0].ToString().Split('/')[0] : "192.0.2.10", claim.Listeners?[0] ?? "samples", wire, now);
    }

    private static string PathOf(string glob)
    {
        string path = glob.Replace("**", "var/log", StringComparison.Ordinal).Replace("*", "x", StringComparison.Ordinal).Replace('?', 'x');
        return path.StartsWith('/') ? path : "/" + path;
    }

    private static IEnumerable<byte[]> Split(byte[] bytes)
    {
        int start = 0;
        while (start < bytes.Length)
        {
            int end = Array.IndexOf(bytes, (byte)'\n', start);
            if (end < 0)
                end = bytes.Length;
            yield return bytes[start..end];
            start = end + 1;
        }
    }
}
