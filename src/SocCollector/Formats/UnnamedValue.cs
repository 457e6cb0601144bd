namespace SocCollector.Formats;

/// <summary>A value whose name the source's mapping does not speak of.</summary>
/// <param name="KeyOffset">Where the name lies among the names kept.</param>
/// <param name="KeyLength">How long it is.</param>
/// <param name="Value">Index of the value.</param>
internal readonly record struct UnnamedValue(int KeyOffset, int KeyLength, int Value);
