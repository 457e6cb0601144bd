namespace SocCollector.Spool;

/// <summary>What a record of the spool is, and by that where its event's id comes from.</summary>
internal enum RecordKind : byte
{
    /// <summary>A message of a wire that does not name its records: the id comes from receipt time and position.</summary>
    Message = 1,

    /// <summary>A line of a file: its name is the file's identity and the line's offset (<see cref="FileLineName"/>), and the id comes from it.</summary>
    FileLine = 2,

    /// <summary>A dead letter once more: its name is the id that it has had since it came.</summary>
    Replay = 3,

    /// <summary>A finished ECS document that the collector itself has written.</summary>
    Document = 4,
}
