namespace SocCollector.Sources.Mapping;

/// <summary>One instruction of a source's program. Immutable, shared by all threads.</summary>
internal abstract class Step
{
    /// <summary>Does its part for the record of the run.</summary>
    public abstract void Run(MappingRun run);
}
