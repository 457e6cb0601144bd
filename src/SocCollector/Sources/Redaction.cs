using SocCollector.Sources.Mapping;
using SocCore.Events;

namespace SocCollector.Sources;

/// <summary>
/// Takes personal identifiers out of what is stored: wherever the clear text of a hashed or masked value stands in a
/// value of the event, its hash or stars stand there instead.
/// </summary>
internal static class Redaction
{
    /// <summary>Texts shorter than this are taken out only where they were found, not wherever they occur.</summary>
    private const int ShortestSearched = 5;

    private static readonly byte[] Stars = "***"u8.ToArray();

    /// <summary>Rewrites every value of the open event that has a clear text in it.</summary>
    public static void Apply(MappingRun run, ReadOnlySpan<byte> line)
    {
        EventBatchBuilder builder = run.Builder;
        FieldSlot[] slots = builder.Open.ToArray();
        bool changed = false;
        for (int i = 0; i < slots.Length; i++)
        {
            FieldSlot slot = slots[i];
            TextRange text = new(slot.Offset, slot.Length);
            bool isLine = slot.Offset >= run.Fields.LineBase && slot.Offset + slot.Length <= run.Fields.LineBase + line.Length;
            if (!isLine && !Occurs(run, line, builder.TextOf(text)))
                continue;
            TextRange clean = Clean(run, line, text, isLine ? slot.Offset - run.Fields.LineBase : -1);
            changed |= clean != text;
            // A number inside kept JSON becomes a word there, which is no JSON any more: it is kept as text.
            ValueKind kind = slot.Kind != ValueKind.Text && clean != text && !IsJson(builder.TextOf(clean)) ? ValueKind.Text : slot.Kind;
            slots[i] = new FieldSlot(slot.FieldId, clean.Offset, clean.Length, kind);
        }

        if (!changed)
            return;
        foreach (FieldSlot slot in slots)
            builder.Remove(slot.FieldId);
        foreach (FieldSlot slot in slots)
            builder.Add(slot.FieldId, new TextRange(slot.Offset, slot.Length), slot.Kind);
    }

    private static bool IsJson(ReadOnlySpan<byte> text)
    {
        System.Text.Json.Utf8JsonReader reader = new(text);
        try
        {
            while (reader.Read())
            {
            }

            return true;
        }
        catch (System.Text.Json.JsonException)
        {
            return false;
        }
    }

    private static bool Occurs(MappingRun run, ReadOnlySpan<byte> line, ReadOnlySpan<byte> text)
    {
        foreach (Blot blot in run.Blots)
        {
            if (blot.Length >= ShortestSearched && text.IndexOf(line.Slice(blot.Offset, blot.Length)) >= 0)
                return true;
        }

        return false;
    }

    private static TextRange Clean(MappingRun run, ReadOnlySpan<byte> line, TextRange text, int lineOffset)
    {
        EventBatchBuilder builder = run.Builder;
        byte[] copy = builder.TextOf(text).ToArray();
        List<byte> output = new(copy.Length + 64);
        bool changed = false;
        for (int at = 0; at < copy.Length;)
        {
            Blot? found = Find(run, line, copy, at, lineOffset);
            if (found is not { } blot)
            {
                output.Add(copy[at++]);
                continue;
            }

            output.AddRange(blot.Instead.Length > 0 ? builder.TextOf(blot.Instead) : Stars);
            at += blot.Length;
            changed = true;
        }

        return changed ? builder.Copy(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(output)) : text;
    }

    private static Blot? Find(MappingRun run, ReadOnlySpan<byte> line, byte[] text, int at, int lineOffset)
    {
        foreach (Blot blot in run.Blots)
        {
            bool here = lineOffset >= 0 && lineOffset + at == blot.Offset && at + blot.Length <= text.Length;
            if (here || (blot.Length >= ShortestSearched && text.AsSpan(at).StartsWith(line.Slice(blot.Offset, blot.Length))))
                return blot;
        }

        return null;
    }
}
