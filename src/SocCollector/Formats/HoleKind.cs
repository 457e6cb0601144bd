namespace SocCollector.Formats;

/// <summary>What a hole of a pattern takes.</summary>
internal enum HoleKind
{
    /// <summary>Not a hole but literal text.</summary>
    Literal,

    /// <summary>Up to the first place of what follows.</summary>
    First,

    /// <summary>Up to the last place of what follows.</summary>
    Last,

    /// <summary>Text without blanks.</summary>
    Word,

    /// <summary>Digits.</summary>
    Integer,

    /// <summary>Digits with sign, point or comma.</summary>
    Number,

    /// <summary>An address.</summary>
    Address,

    /// <summary>The rest, read on as key=value pairs.</summary>
    Pairs,

    /// <summary>The rest, read on as JSON.</summary>
    Json,
}
