namespace SocCore.Yaml;

/// <summary>A value of a document, with the place where it is written.</summary>
public abstract record YamlNode(YamlPosition Position)
{
    /// <summary>What kind of value it is, in words for messages.</summary>
    public abstract string Kind { get; }
}
