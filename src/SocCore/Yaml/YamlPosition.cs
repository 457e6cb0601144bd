namespace SocCore.Yaml;

/// <summary>A place in a file; line and column count from 1.</summary>
public readonly record struct YamlPosition(int Line, int Column)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Line}:{Column}";
}
