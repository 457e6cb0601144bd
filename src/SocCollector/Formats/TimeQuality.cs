namespace SocCollector.Formats;

/// <summary>How sure an event's time is, by the weakest step taken; the order is from weak to strong.</summary>
internal enum TimeQuality : byte
{
    /// <summary>The line has no time that can be read: it is the time of receipt.</summary>
    Receipt,

    /// <summary>The line names no year.</summary>
    InferredYear,

    /// <summary>The line names no zone.</summary>
    InferredZone,

    /// <summary>All of it is in the line.</summary>
    Source,
}
