namespace SocDetect.Sigma;

/// <summary>The modifiers that rewrite a value before it is compared, applied in the order in which they are written.</summary>
internal enum ValueTransform
{
    /// <summary>Each dash or slash at a word's start stands for any of the five.</summary>
    Windash,

    /// <summary>UTF-16, little endian.</summary>
    Utf16Le,

    /// <summary>UTF-16, big endian.</summary>
    Utf16Be,

    /// <summary>UTF-16, little endian behind a byte order mark.</summary>
    Utf16,

    /// <summary>Base64.</summary>
    Base64,

    /// <summary>The three forms in which a value can lie inside a longer Base64 text.</summary>
    Base64Offset,
}
