using SocCore.Events;

namespace SocCollector.Sources.Mapping;

/// <summary>Where a mapped value goes.</summary>
/// <param name="Field">The field.</param>
/// <param name="RelatedId">The related.* list that has the value too; −1 when none.</param>
/// <param name="Replaces">Whether an earlier step may have set the field, which this one then replaces.</param>
/// <param name="Allowed">The only texts that ECS allows; null when any will do.</param>
internal sealed record Target(Field Field, int RelatedId, bool Replaces, byte[][]? Allowed)
{
    /// <summary>Makes room for the value.</summary>
    public void Open(MappingRun run)
    {
        if (Replaces)
            run.Builder.Remove(Field.Id);
    }

    /// <summary>Adds a value.</summary>
    public void Write(MappingRun run, TextRange text, ValueKind kind)
    {
        if (Allowed is not null && !IsAllowed(run.Builder.TextOf(text)))
        {
            run.Reject(Field, text);
            return;
        }

        if (!Gate.Write(run, Field, text, kind) || RelatedId < 0)
            return;
        FieldSlot written = run.Builder.Open[^1];
        run.Relate(RelatedId, new TextRange(written.Offset, written.Length));
    }

    private bool IsAllowed(ReadOnlySpan<byte> text)
    {
        foreach (byte[] allowed in Allowed!)
        {
            if (text.SequenceEqual(allowed))
                return true;
        }

        return false;
    }
}
