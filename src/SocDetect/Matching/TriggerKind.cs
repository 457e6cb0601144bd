namespace SocDetect.Matching;

/// <summary>What about a value makes an atom true.</summary>
internal enum TriggerKind
{
    /// <summary>It is the text.</summary>
    Whole,

    /// <summary>It begins with the text.</summary>
    Start,

    /// <summary>It ends with the text.</summary>
    End,

    /// <summary>It contains the text.</summary>
    Inside,

    /// <summary>It is the number.</summary>
    Number,

    /// <summary>It is a number with a fraction or exponent, whose text as it was written is not the one that is scanned.</summary>
    Fraction,

    /// <summary>It is there.</summary>
    Present,
}
