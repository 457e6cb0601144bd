using SocCollector.Formats;
using SocCore.Events;

namespace SocCollector.Sources.Mapping;

/// <summary>Adds the constant that stands for a decoded text.</summary>
internal sealed class TableStep(int[] slots, Target target, TextCut? cut, TextTable rows, ConstantBlock[] values, ConstantBlock? other) : Step
{
    /// <inheritdoc/>
    public override void Run(MappingRun run)
    {
        foreach (int slot in slots)
        {
            if (!run.Fields.TryGet(slot, out DecodedValue value))
                continue;
            TextRange text = cut is null ? value.Range : cut.Of(run.Builder, value.Range);
            int row = rows.Find(run.Builder.TextOf(text));
            ConstantBlock? found = row < 0 ? other : values[row];
            if (found is null)
                return;
            target.Open(run);
            found.Write(run.Builder);
            return;
        }
    }
}
