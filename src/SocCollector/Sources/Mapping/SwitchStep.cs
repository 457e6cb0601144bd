using SocCollector.Formats;

namespace SocCollector.Sources.Mapping;

/// <summary>Runs the first case that fits a decoded field's text.</summary>
/// <param name="slot">The field.</param>
/// <param name="equal">The texts of the cases that want equality, with the index of their case.</param>
/// <param name="cases">The cases, in order.</param>
internal sealed class SwitchStep(int slot, TextTable equal, SwitchCase[] cases) : Step
{
    /// <inheritdoc/>
    public override void Run(MappingRun run)
    {
        int chosen = Choose(run);
        if (chosen < 0)
            return;
        foreach (Step step in cases[chosen].Steps)
            step.Run(run);
    }

    private int Choose(MappingRun run)
    {
        if (!run.Fields.TryGet(slot, out DecodedValue value))
            return Array.FindIndex(cases, static c => c.IsElse || c.Has == false);
        ReadOnlySpan<byte> text = run.Fields.TextOf(value);
        int same = equal.Find(text);
        for (int i = 0; i < cases.Length; i++)
        {
            if (i == same || cases[i].Fits(text))
                return i;
        }

        return -1;
    }
}
