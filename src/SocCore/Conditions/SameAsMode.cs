namespace SocCore.Conditions;

/// <summary>Where the other field's value must be found.</summary>
public enum SameAsMode
{
    /// <summary>It is the whole value.</summary>
    Equal,

    /// <summary>The value begins with it.</summary>
    StartsWith,

    /// <summary>The value ends with it.</summary>
    EndsWith,

    /// <summary>The value contains it.</summary>
    Contains,
}
