namespace SocCore.Events;

/// <summary>A piece of a batch's text.</summary>
public readonly record struct TextRange(int Offset, int Length);
