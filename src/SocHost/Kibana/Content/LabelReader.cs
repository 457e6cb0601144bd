using SocCore.Yaml;

namespace SocHost.Kibana.Content;

/// <summary>Reads <c>labels.yml</c>: what fields are called in both languages.</summary>
internal static class LabelReader
{
    /// <summary>Adds the labels to the scope.</summary>
    public static void Read(ContentReader reader, ContentScope scope)
    {
        scope.CountLabel = reader.Local("count") ?? scope.CountLabel;
        if (reader.Inner("fields", required: true) is { } fields)
        {
            foreach (YamlEntry entry in fields.Shape.Map.Entries)
            {
                if (fields.Local(entry.Key) is { } label)
                    scope.Labels[entry.Key] = label;
            }
        }

        reader.Shape.Close("labels.yml");
    }
}
