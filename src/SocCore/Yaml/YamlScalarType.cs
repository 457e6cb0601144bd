namespace SocCore.Yaml;

/// <summary>The core types of YAML 1.2.</summary>
public enum YamlScalarType
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>Nothing.</summary>
    Null,

    /// <summary>true or false.</summary>
    Boolean,

    /// <summary>A whole number, decimal or 0x….</summary>
    Integer,

    /// <summary>A number with fraction or exponent.</summary>
    Float,
}
