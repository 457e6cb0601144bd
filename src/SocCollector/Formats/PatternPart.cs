namespace SocCollector.Formats;

/// <summary>A part of a pattern: literal text, or a hole.</summary>
/// <param name="Kind">Which of them.</param>
/// <param name="Literal">The literal text.</param>
/// <param name="Slot">The place for what the hole takes; −1 when it is passed over.</param>
internal readonly record struct PatternPart(HoleKind Kind, byte[] Literal, int Slot);
