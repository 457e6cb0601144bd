namespace SocCollector.Sources;

/// <summary>What became of a record.</summary>
public enum NormalizeFate
{
    /// <summary>The open event is filled and ready to be committed.</summary>
    Event,

    /// <summary>No source claims it: the open event holds it as dataset unclaimed.*, ready to be committed.</summary>
    Unclaimed,

    /// <summary>A source claims it and cannot read it: nothing is to be committed.</summary>
    Dead,

    /// <summary>A declared rule of its source leaves it out: nothing is to be committed.</summary>
    Filtered,
}
