using System.Buffers;
using System.Text;
using SocCore.Events;

namespace SocCore.Conditions;

/// <summary>
/// A text value with its wildcards, kept lossless and in its original case; each back end decides late what to make of it.
/// The test is on the whole value.
/// </summary>
public sealed class TextPattern : IEquatable<TextPattern>
{
    // Most patterns of a rule set are only ever looked for by the matcher's tables, so these are made when asked for.
    private Segment[]? _segments;
    private Segment[]? _folded;

    /// <summary>Makes a pattern of its parts; neighbours of one kind are joined, texts brought to NFC.</summary>
    public TextPattern(IEnumerable<TextPart> parts)
    {
        Parts = Normalize(parts);
    }

    /// <summary>The parts, in order.</summary>
    public IReadOnlyList<TextPart> Parts { get; }

    /// <summary>Whether the pattern is one literal.</summary>
    public bool IsLiteral => Parts.Count == 0 || (Parts.Count == 1 && Parts[0].Kind == TextPartKind.Literal);

    /// <summary>The literal, when the pattern is one.</summary>
    public string Literal => Parts.Count == 0 ? "" : Parts[0].Text;

    /// <summary>Whether the pattern is met by every value (<c>*</c>).</summary>
    public bool IsAny => Parts.Count == 1 && Parts[0].Kind == TextPartKind.AnyRun;

    /// <summary>A pattern without wildcards.</summary>
    public static TextPattern Exactly(string text) => new(text.Length == 0 ? [] : [new TextPart(TextPartKind.Literal, text)]);

    /// <summary>
    /// Reads Sigma's wildcards and escapes: a backslash before <c>*</c>, <c>?</c> or <c>\</c> makes that character literal,
    /// before anything else, or last, it is itself.
    /// </summary>
    public static TextPattern Parse(string text)
    {
        List<TextPart> parts = [];
        StringBuilder literal = new();
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == '\\' && i + 1 < text.Length && text[i + 1] is '*' or '?' or '\\')
            {
                literal.Append(text[++i]);
            }
            else if (c is '*' or '?')
            {
                Flush();
                parts.Add(new TextPart(c == '*' ? TextPartKind.AnyRun : TextPartKind.AnyOne));
            }
            else
            {
                literal.Append(c);
            }
        }

        Flush();
        return new TextPattern(parts);

        void Flush()
        {
            if (literal.Length > 0)
                parts.Add(new TextPart(TextPartKind.Literal, literal.ToString()));
            literal.Clear();
        }
    }

    /// <summary>The pattern with <c>*</c> before and behind, unless there is one.</summary>
    public TextPattern Padded(bool before, bool behind)
    {
        List<TextPart> parts = [.. Parts];
        if (before && (parts.Count == 0 || parts[0].Kind != TextPartKind.AnyRun))
            parts.Insert(0, new TextPart(TextPartKind.AnyRun));
        if (behind && (parts.Count == 0 || parts[^1].Kind != TextPartKind.AnyRun))
            parts.Add(new TextPart(TextPartKind.AnyRun));
        return new TextPattern(parts);
    }

    /// <summary>Whether a value meets the pattern as a whole.</summary>
    public bool Matches(ReadOnlySpan<byte> utf8, bool cased)
    {
        if (cased)
            return Glob(utf8, _segments ??= Compile(Parts, fold: false));
        int most = Fold.MaxLength(utf8.Length);
        byte[]? rented = most > 1024 ? ArrayPool<byte>.Shared.Rent(most) : null;
        Span<byte> folded = rented ?? stackalloc byte[1024];
        int length = Fold.Utf8(utf8, folded);
        bool verdict = MatchesFolded(folded[..length]);
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
        return verdict;
    }

    /// <summary>Whether a value that is folded already meets the pattern as a whole.</summary>
    public bool MatchesFolded(ReadOnlySpan<byte> folded) => Glob(folded, _folded ??= Compile(Parts, fold: true));

    /// <summary>The pattern as a Sigma value.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        foreach (TextPart part in Parts)
        {
            switch (part.Kind)
            {
                case TextPartKind.AnyRun: text.Append('*'); break;
                case TextPartKind.AnyOne: text.Append('?'); break;
                case TextPartKind.OneOf: text.Append('[').Append(part.Text).Append(']'); break;
                default: Escape(part.Text, text); break;
            }
        }

        return text.ToString();
    }

    /// <inheritdoc/>
    public bool Equals(TextPattern? other) => other is not null && Parts.SequenceEqual(other.Parts);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TextPattern);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (TextPart part in Parts)
            hash.Add(part);
        return hash.ToHashCode();
    }

    private static void Escape(string literal, StringBuilder text)
    {
        for (int i = 0; i < literal.Length; i++)
        {
            char c = literal[i];
            if (c is '*' or '?' || (c == '\\' && (i + 1 == literal.Length || literal[i + 1] is '*' or '?' or '\\')))
                text.Append('\\');
            text.Append(c);
        }
    }

    private static TextPart[] Normalize(IEnumerable<TextPart> parts)
    {
        List<TextPart> result = [];
        foreach (TextPart part in parts)
        {
            if (part.Kind == TextPartKind.Literal && part.Text.Length == 0)
                continue;
            if (result.Count > 0 && part.Kind == TextPartKind.AnyRun && result[^1].Kind == TextPartKind.AnyRun)
                continue;
            if (result.Count > 0 && part.Kind == TextPartKind.Literal && result[^1].Kind == TextPartKind.Literal)
                result[^1] = new TextPart(TextPartKind.Literal, TextForm.ToNfc(result[^1].Text + part.Text));
            else
                result.Add(part.Kind == TextPartKind.Literal ? part with { Text = TextForm.ToNfc(part.Text) } : part);
        }

        return [.. result];
    }

    /// <summary>What stands between two <c>*</c>: literals, single places and sets, matched at one position.</summary>
    private static Segment[] Compile(IReadOnlyList<TextPart> parts, bool fold)
    {
        List<Segment> segments = [];
        List<Step> steps = [];
        foreach (TextPart part in parts)
        {
            switch (part.Kind)
            {
                case TextPartKind.AnyRun:
                    segments.Add(new Segment([.. steps]));
                    steps.Clear();
                    break;
                case TextPartKind.AnyOne:
                    steps.Add(new Step(null, null));
                    break;
                case TextPartKind.OneOf:
                    steps.Add(new Step(null, [.. part.Text.EnumerateRunes().Select(r => fold ? Fold.Scalar(r.Value) : r.Value)]));
                    break;
                default:
                    steps.Add(new Step(fold ? Fold.ToUtf8(part.Text) : Encoding.UTF8.GetBytes(part.Text), null));
                    break;
            }
        }

        segments.Add(new Segment([.. steps]));
        return [.. segments];
    }

    /// <summary>First segment at the start, last at the end, those between from left to right at their first place: linear for literals.</summary>
    private static bool Glob(ReadOnlySpan<byte> value, Segment[] segments)
    {
        int head = segments[0].MatchAt(value);
        if (head < 0)
            return false;
        if (segments.Length == 1)
            return head == value.Length;
        ReadOnlySpan<byte> rest = value[head..];
        for (int i = 1; i < segments.Length - 1; i++)
        {
            int end = segments[i].Find(rest);
            if (end < 0)
                return false;
            rest = rest[end..];
        }

        return segments[^1].MatchEnd(rest);
    }

    private readonly record struct Step(byte[]? Literal, int[]? Set);

    private readonly struct Segment(Step[] steps)
    {
        /// <summary>Length of the match at the start of the value, or −1.</summary>
        public int MatchAt(ReadOnlySpan<byte> value)
        {
            int at = 0;
            foreach (Step step in steps)
            {
                if (step.Literal is not null)
                {
                    if (!value[at..].StartsWith(step.Literal))
                        return -1;
                    at += step.Literal.Length;
                    continue;
                }

                if (at == value.Length)
                    return -1;
                Rune.DecodeFromUtf8(value[at..], out Rune rune, out int used);
                if (step.Set is not null && !step.Set.Contains(rune.Value))
                    return -1;
                at += used;
            }

            return at;
        }

        /// <summary>End of the first match anywhere in the value, or −1.</summary>
        public int Find(ReadOnlySpan<byte> value)
        {
            if (steps.Length == 0)
                return 0;
            for (int at = 0; at <= value.Length;)
            {
                if (steps[0].Literal is { } literal)
                {
                    int found = value[at..].IndexOf(literal);
                    if (found < 0)
                        return -1;
                    at += found;
                }

                int length = MatchAt(value[at..]);
                if (length >= 0)
                    return at + length;
                at = Next(value, at);
            }

            return -1;
        }

        /// <summary>Whether the segment matches so that it ends where the value ends.</summary>
        public bool MatchEnd(ReadOnlySpan<byte> value)
        {
            if (steps.Length == 0)
                return true;
            if (steps.Length == 1 && steps[0].Literal is { } literal)
                return value.EndsWith(literal);
            for (int at = 0; at <= value.Length; at = Next(value, at))
            {
                if (MatchAt(value[at..]) == value.Length - at)
                    return true;
            }

            return false;
        }

        private static int Next(ReadOnlySpan<byte> value, int at)
        {
            at++;
            while (at < value.Length && (value[at] & 0xC0) == 0x80)
                at++;
            return at;
        }
    }
}
