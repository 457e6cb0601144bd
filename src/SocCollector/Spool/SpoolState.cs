namespace SocCollector.Spool;

/// <summary>How the spool is.</summary>
public enum SpoolState
{
    /// <summary>It takes records.</summary>
    Ok,

    /// <summary>The disk, or its allowance, is full: the wires are held back until there is room.</summary>
    Full,

    /// <summary>The disk refuses to write or to flush: what is not acknowledged goes to a new segment as soon as one can be made.</summary>
    Failing,
}
