namespace SocCore.Conditions;

/// <summary>One part of a text pattern. <see cref="Text"/> is the literal, or the characters of the set.</summary>
public readonly record struct TextPart(TextPartKind Kind, string Text = "");
