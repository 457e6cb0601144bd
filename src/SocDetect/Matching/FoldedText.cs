namespace SocDetect.Matching;

/// <summary>A folded value with zeros behind it, so that whole vectors can be read up to its last byte.</summary>
/// <param name="padded">The value and <see cref="Padding"/> bytes more.</param>
internal readonly ref struct FoldedText(ReadOnlySpan<byte> padded)
{
    /// <summary>How many bytes follow the value.</summary>
    public const int Padding = 16;

    /// <summary>The value and what follows it.</summary>
    public ReadOnlySpan<byte> Padded { get; } = padded;

    /// <summary>The value.</summary>
    public ReadOnlySpan<byte> Text => Padded[..^Padding];
}
