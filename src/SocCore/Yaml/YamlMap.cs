using System.Diagnostics.CodeAnalysis;

namespace SocCore.Yaml;

/// <summary>A mapping, in the order in which it is written; keys are unique.</summary>
public sealed record YamlMap(YamlPosition Position, IReadOnlyList<YamlEntry> Entries) : YamlNode(Position)
{
    /// <inheritdoc/>
    public override string Kind => "a mapping";

    /// <summary>The value of a key.</summary>
    public bool TryGet(string key, [NotNullWhen(true)] out YamlNode? value)
    {
        foreach (YamlEntry entry in Entries)
        {
            if (entry.Key == key)
            {
                value = entry.Value;
                return true;
            }
        }

        value = null;
        return false;
    }
}
