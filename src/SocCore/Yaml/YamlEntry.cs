namespace SocCore.Yaml;

/// <summary>One key of a mapping and its value.</summary>
public readonly record struct YamlEntry(string Key, YamlPosition Position, YamlNode Value);
