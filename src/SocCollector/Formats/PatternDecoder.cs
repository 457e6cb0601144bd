using SocCore.Events;

namespace SocCollector.Formats;

/// <summary>Text in forms that the source file spells out; the first that fits is taken.</summary>
internal sealed class PatternDecoder(IReadOnlyList<string> names, Pattern[] patterns) : ContentDecoder
{
    /// <summary>The place of the pattern's name.</summary>
    public const int NameSlot = Slot.First;

    private static readonly KeyValueDecoder Pairs = new();
    private static readonly JsonDecoder Json = new();

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names => names;

    /// <inheritdoc/>
    public override bool IsText => true;

    /// <inheritdoc/>
    public override bool IsOpen => Array.Exists(patterns, static p => p.Parts.Any(static part => part.Kind is HoleKind.Pairs or HoleKind.Json));

    /// <inheritdoc/>
    public override string? Decode(ReadOnlySpan<byte> content, int at, DecodedFields fields)
    {
        Span<TextRange> taken = stackalloc TextRange[Pattern.MostParts];
        foreach (Pattern pattern in patterns)
        {
            if (!pattern.TryMatch(content, taken))
                continue;
            fields.SetText(NameSlot, pattern.Name);
            for (int i = 0; i < pattern.Parts.Count; i++)
            {
                PatternPart part = pattern.Parts[i];
                ReadOnlySpan<byte> text = part.Kind == HoleKind.Literal ? default : content.Slice(taken[i].Offset, taken[i].Length);
                if (part.Kind == HoleKind.Pairs)
                    Pairs.Decode(text, at + taken[i].Offset, fields);
                else if (part.Kind == HoleKind.Json && Json.Decode(text, at + taken[i].Offset, fields) is { } problem)
                    return problem;
                else if (part.Slot >= 0)
                    fields.Set(part.Slot, at + taken[i].Offset, taken[i].Length);
            }

            return null;
        }

        return "No pattern of the source fits the line.";
    }
}
