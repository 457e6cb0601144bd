namespace SocCollector.Sources.Mapping;

/// <summary>Adds constants; takes away first what earlier steps may have set for the same fields.</summary>
internal sealed class SetStep(ConstantBlock block, int[] replaced) : Step
{
    /// <inheritdoc/>
    public override void Run(MappingRun run)
    {
        foreach (int field in replaced)
            run.Builder.Remove(field);
        block.Write(run.Builder);
    }
}
