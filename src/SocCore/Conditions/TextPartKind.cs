namespace SocCore.Conditions;

/// <summary>What one part of a text pattern stands for.</summary>
public enum TextPartKind
{
    /// <summary>These characters.</summary>
    Literal,

    /// <summary><c>*</c>: any characters, also none, also line breaks.</summary>
    AnyRun,

    /// <summary><c>?</c>: exactly one Unicode scalar.</summary>
    AnyOne,

    /// <summary>One character of a set (what <c>windash</c> makes of a dash).</summary>
    OneOf,
}
