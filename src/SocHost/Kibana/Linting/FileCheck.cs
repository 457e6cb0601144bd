using System.Text;
using System.Text.Json;
using SocHost.Kibana.Building;
using SocHost.Kibana.Objects;

namespace SocHost.Kibana.Linting;

/// <summary>The file as bytes and lines.</summary>
internal static class FileCheck
{
    /// <summary>The objects that can be read; what cannot is a finding.</summary>
    public static IReadOnlyList<SavedObject> Read(string file, ReadOnlySpan<byte> content, LintProfile profile, ICollection<Finding> findings)
    {
        if (!file.EndsWith(Bundles.Extension, StringComparison.Ordinal))
            findings.Add(new Finding(LintRules.FileExtension, file, 1, "", $"the name ends in '{Path.GetExtension(file)}'; rename it to end in {Bundles.Extension}"));
        ReadOnlySpan<byte> mark = Encoding.UTF8.Preamble;
        if (content.StartsWith(mark))
        {
            findings.Add(new Finding(LintRules.ByteOrderMark, file, 1, "", "the file begins with a byte order mark (EF BB BF); save it as UTF-8 without one"));
            content = content[mark.Length..];
        }

        if (profile == LintProfile.Own && content.IndexOf((byte)'\r') is >= 0 and var at)
            findings.Add(new Finding(LintRules.LineEnding, file, content[..at].Count((byte)'\n') + 1, "", "the line ends in CR LF; write LF alone"));

        List<SavedObject> objects = [];
        string[] lines = Encoding.UTF8.GetString(content).Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            if (!string.IsNullOrWhiteSpace(lines[i]))
                ReadLine(file, i + 1, lines[i], objects, findings);
        }

        if (objects.Count == 0 && findings.Count == 0)
            findings.Add(new Finding(LintRules.JsonLine, file, 1, "", "the file has no object; export something, or build it anew"));
        return objects;
    }

    private static void ReadLine(string file, int number, string line, List<SavedObject> objects, ICollection<Finding> findings)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement root = document.RootElement.Clone();
            if (root.ValueKind != JsonValueKind.Object)
                findings.Add(new Finding(LintRules.JsonLine, file, number, "", $"the line is {root.ValueKind.ToString().ToLowerInvariant()}; write one object a line"));
            else if (root.Member("exportedCount") is null)
                objects.Add(new SavedObject(number, root));
        }
        catch (JsonException e)
        {
            string cure = line.TrimEnd().EndsWith(',') ? "remove the comma at its end: lines are not a list" : "write one JSON object a line";
            findings.Add(new Finding(LintRules.JsonLine, file, number, "", $"the line is no JSON at byte {e.BytePositionInLine}; {cure}"));
        }
    }
}
