using System.Buffers;
using SocCore.Conditions;
using SocCore.Events;

namespace SocCollector.Formats;

/// <summary>
/// Literal texts with holes between them, for what has no better form. It fits the whole content or not at all. A choice
/// of place that leads nowhere is taken back, but not more than <see cref="MostChoices"/> times: the time is bounded whatever the line.
/// </summary>
internal sealed class Pattern(string name, PatternPart[] parts)
{
    private static readonly SearchValues<byte> NumberBytes = SearchValues.Create("0123456789+-.,eE"u8);

    /// <summary>The most places that are tried for one line.</summary>
    public const int MostChoices = 200;

    /// <summary>The most parts of a pattern.</summary>
    public const int MostParts = 64;

    /// <summary>Its name, UTF-8.</summary>
    public byte[] Name { get; } = System.Text.Encoding.UTF8.GetBytes(name);

    /// <summary>Its parts.</summary>
    public IReadOnlyList<PatternPart> Parts => parts;

    /// <summary>Finds what the holes take, one range a part.</summary>
    public bool TryMatch(ReadOnlySpan<byte> content, Span<TextRange> taken)
    {
        int choices = MostChoices;
        return Match(content, 0, 0, taken, ref choices);
    }

    private bool Match(ReadOnlySpan<byte> content, int part, int pos, Span<TextRange> taken, ref int choices)
    {
        while (part < parts.Length && parts[part].Kind == HoleKind.Literal)
        {
            if (!content[pos..].StartsWith(parts[part].Literal))
                return false;
            pos += parts[part].Literal.Length;
            part++;
        }

        if (part == parts.Length)
            return pos == content.Length;
        HoleKind kind = parts[part].Kind;
        ReadOnlySpan<byte> next = part + 1 < parts.Length ? parts[part + 1].Literal : default;
        if (next.Length == 0)
            return Rest(content, part, pos, kind, taken, ref choices);
        int at = kind == HoleKind.Last ? content[pos..].LastIndexOf(next) : content[pos..].IndexOf(next);
        while (at >= 0 && choices-- > 0)
        {
            if (Fits(kind, content.Slice(pos, at)))
            {
                taken[part] = new TextRange(pos, at);
                if (Match(content, part + 1, pos + at, taken, ref choices))
                    return true;
            }

            if (kind == HoleKind.Last)
            {
                at = at == 0 ? -1 : content.Slice(pos, at + next.Length - 1).LastIndexOf(next);
            }
            else
            {
                int more = content[(pos + at + 1)..].IndexOf(next);
                at = more < 0 ? -1 : at + 1 + more;
            }
        }

        return false;
    }

    /// <summary>A hole that no literal follows: the last, or one before another hole, which takes only what its kind allows.</summary>
    private bool Rest(ReadOnlySpan<byte> content, int part, int pos, HoleKind kind, Span<TextRange> taken, ref int choices)
    {
        int length = content.Length - pos;
        if (part + 1 < parts.Length)
        {
            length = 0;
            while (pos + length < content.Length && Fits(kind, content.Slice(pos, length + 1)))
                length++;
        }

        if (!Fits(kind, content.Slice(pos, length)))
            return false;
        taken[part] = new TextRange(pos, length);
        return Match(content, part + 1, pos + length, taken, ref choices);
    }

    private static bool Fits(HoleKind kind, ReadOnlySpan<byte> text) => kind switch
    {
        HoleKind.Word => text.Length > 0 && text.IndexOfAny((byte)' ', (byte)'\t') < 0,
        HoleKind.Integer => text.Length > 0 && text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0,
        HoleKind.Number => text.Length > 0 && text.IndexOfAnyExcept(NumberBytes) < 0,
        HoleKind.Address => Network.TryRead(text, out _),
        _ => true,
    };
}
