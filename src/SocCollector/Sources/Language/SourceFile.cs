using SocCore.Yaml;

namespace SocCollector.Sources.Language;

/// <summary>One file as it was read, before <c>like</c> is followed.</summary>
/// <param name="Path">The file as it is named in messages.</param>
/// <param name="ExpectedId">The id that its path asks for.</param>
/// <param name="Map">Its mapping.</param>
internal sealed record SourceFile(string Path, string ExpectedId, YamlMap Map)
{
    private static readonly string[] Own = ["id", "title", "system", "claims", "like"];

    /// <summary>The id as written; the expected one when it is missing.</summary>
    public string Id => Map.TryGet("id", out YamlNode? node) && node is YamlScalar scalar ? scalar.Text : ExpectedId;

    /// <summary>The file with every key that it lacks taken from another.</summary>
    public SourceFile With(SourceFile other) =>
        this with { Map = new YamlMap(Map.Position, [.. Map.Entries, .. other.Map.Entries.Where(e => !Own.Contains(e.Key) && !Map.TryGet(e.Key, out _))]) };
}
