using SocCollector.Formats;
using SocCore.Events;

namespace SocCollector.Sources.Mapping;

/// <summary>Adds the keyed hash of a personal identifier and has the clear text blotted out.</summary>
internal sealed class HashStep(int[] slots, Target target, TextCut? cut, IdentityKind kind) : Step
{
    /// <inheritdoc/>
    public override void Run(MappingRun run)
    {
        bool written = false;
        Span<byte> hash = stackalloc byte[IdentityKeys.HashLength];
        foreach (int slot in slots)
        {
            if (!run.Fields.TryGet(slot, out DecodedValue value))
                continue;
            while (true)
            {
                TextRange text = cut is null ? value.Range : cut.Of(run.Builder, value.Range);
                run.Source.Keys.Hash(kind, run.Builder.TextOf(text), hash);
                TextRange range = run.Builder.Copy(hash);
                // Every place with a clear text is blotted out, also those that are not the first and give no value.
                run.BlotOut(value, range);
                if (!written)
                {
                    target.Open(run);
                    target.Write(run, range, ValueKind.Text);
                    written = !target.Field.IsArray;
                }

                if (value.Next == 0)
                    break;
                value = run.Fields.At(value.Next - 1);
            }
        }
    }
}
