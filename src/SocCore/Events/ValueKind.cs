namespace SocCore.Events;

/// <summary>How the text of a value is to be read and written.</summary>
public enum ValueKind : byte
{
    /// <summary>Text, stored NFC.</summary>
    Text = 0,

    /// <summary>A whole number in decimal.</summary>
    Integer = 1,

    /// <summary>A number with a fraction or exponent, as JSON writes it.</summary>
    Decimal = 2,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean = 3,

    /// <summary>An object or a list of objects, kept as valid JSON.</summary>
    Json = 4,
}
