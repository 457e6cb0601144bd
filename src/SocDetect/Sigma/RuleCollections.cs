using SocCore.Yaml;

namespace SocDetect.Sigma;

/// <summary>
/// Resolves the legacy collections: a document with <c>action: global</c> is laid under all that follow, <c>reset</c> ends
/// that, <c>repeat</c> takes the document before once more with some keys changed.
/// </summary>
internal static class RuleCollections
{
    public static IEnumerable<YamlMap> Resolve(IEnumerable<YamlNode> documents, ProblemList problems)
    {
        YamlMap? global = null;
        YamlMap? previous = null;
        foreach (YamlNode document in documents)
        {
            if (document is not YamlMap map)
            {
                problems.Error(document.Position, $"A rule must be a mapping, not {document.Kind}.");
                continue;
            }

            string? action = map.TryGet("action", out YamlNode? node) ? (node as YamlScalar)?.Text : null;
            switch (action)
            {
                case "global":
                    global = Over(global, map);
                    continue;
                case "reset":
                    global = null;
                    continue;
                case "repeat" when previous is null:
                    problems.Error(node!.Position, "'action: repeat' has no document before it to repeat.");
                    continue;
                case "repeat":
                    previous = Over(previous, map);
                    break;
                case null:
                    previous = Over(global, map);
                    break;
                default:
                    problems.Error(node!.Position, $"'action: {action}' is unknown; use global, reset or repeat.");
                    continue;
            }

            yield return previous!;
        }
    }

    /// <summary>The upper map laid over the lower one, key by key, maps within maps alike; <c>action</c> itself is dropped.</summary>
    private static YamlMap Over(YamlMap? lower, YamlMap upper)
    {
        if (lower is null)
            return new YamlMap(upper.Position, [.. upper.Entries.Where(static e => e.Key != "action")]);
        List<YamlEntry> entries = [.. lower.Entries.Where(static e => e.Key != "action")];
        foreach (YamlEntry entry in upper.Entries)
        {
            if (entry.Key == "action")
                continue;
            int at = entries.FindIndex(e => e.Key == entry.Key);
            if (at < 0)
                entries.Add(entry);
            else if (entries[at].Value is YamlMap below && entry.Value is YamlMap above)
                entries[at] = entry with { Value = Over(below, above) };
            else
                entries[at] = entry;
        }

        return new YamlMap(upper.Position, entries);
    }
}
