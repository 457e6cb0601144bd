namespace SocCollector.Formats;

/// <summary>Text as it is: nothing but the message.</summary>
internal sealed class TextDecoder : ContentDecoder
{
    /// <inheritdoc/>
    public override bool IsText => true;

    /// <inheritdoc/>
    public override string? Decode(ReadOnlySpan<byte> content, int at, DecodedFields fields) => null;
}
