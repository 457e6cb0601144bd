namespace SocDetect.Sigma;

/// <summary>What a detection item does with its values.</summary>
internal enum ItemKind
{
    /// <summary>Compares text, numbers, booleans or null.</summary>
    Value,

    /// <summary>Searches a regular expression.</summary>
    Regex,

    /// <summary>Asks whether an address lies in a network.</summary>
    Network,

    /// <summary>Asks whether the field is there.</summary>
    Exists,

    /// <summary>Compares with another field.</summary>
    FieldReference,

    /// <summary>Orders numbers.</summary>
    Order,

    /// <summary>Compares a part of a date.</summary>
    DatePart,
}
