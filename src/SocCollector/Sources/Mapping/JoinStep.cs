using SocCollector.Formats;
using SocCore.Events;

namespace SocCollector.Sources.Mapping;

/// <summary>Joins decoded fields and literal text; adds nothing when a field is missing.</summary>
internal sealed class JoinStep((byte[]? Literal, int Slot)[] parts, Target target) : Step
{
    /// <inheritdoc/>
    public override void Run(MappingRun run)
    {
        EventBatchBuilder builder = run.Builder;
        int length = 0;
        foreach ((byte[]? literal, int slot) in parts)
        {
            if (literal is not null)
                length += literal.Length;
            else if (run.Fields.TryGet(slot, out DecodedValue value))
                length += value.Length;
            else
                return;
        }

        // Room first: the text of values must not be looked at across a call that may move it.
        Span<byte> room = builder.Reserve(length);
        int at = 0;
        foreach ((byte[]? literal, int slot) in parts)
        {
            ReadOnlySpan<byte> part = literal;
            if (literal is null && run.Fields.TryGet(slot, out DecodedValue value))
                part = builder.TextOf(value.Range);
            part.CopyTo(room[at..]);
            at += part.Length;
        }

        target.Open(run);
        target.Write(run, builder.Advance(length), ValueKind.Text);
    }
}
