using SocCore.Events;

namespace SocCollector.Formats;

/// <summary>One value that a decoder found.</summary>
/// <param name="Offset">Where its text lies in the batch.</param>
/// <param name="Length">How long it is.</param>
/// <param name="RawOffset">Where it stands in the line, escapes included.</param>
/// <param name="RawLength">How long it is there.</param>
/// <param name="Kind">How the format wrote it.</param>
/// <param name="Next">The next value of the same name, index plus one; 0 ends the list.</param>
internal record struct DecodedValue(int Offset, int Length, int RawOffset, int RawLength, ValueKind Kind, int Next)
{
    /// <summary>Its text in the batch.</summary>
    public readonly TextRange Range => new(Offset, Length);
}
