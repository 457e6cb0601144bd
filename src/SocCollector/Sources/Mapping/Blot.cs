using SocCore.Events;

namespace SocCollector.Sources.Mapping;

/// <summary>A place of the line that is not stored, and what is stored in its place (length 0: stars).</summary>
internal readonly record struct Blot(int Offset, int Length, TextRange Instead);
