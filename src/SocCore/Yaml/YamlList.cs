namespace SocCore.Yaml;

/// <summary>A sequence.</summary>
public sealed record YamlList(YamlPosition Position, IReadOnlyList<YamlNode> Items) : YamlNode(Position)
{
    /// <inheritdoc/>
    public override string Kind => "a list";
}
