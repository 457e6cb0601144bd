namespace SocCollector.Spool;

/// <summary>A segment of the spool as the list of segments has it.</summary>
/// <param name="Number">Its number.</param>
/// <param name="FirstSequence">The sequence of its first record.</param>
/// <param name="Path">Its file.</param>
internal sealed record Segment(long Number, long FirstSequence, string Path)
{
    /// <summary>The file of a segment, so that names sort as numbers do.</summary>
    public static string PathOf(string folder, long number) =>
        System.IO.Path.Combine(folder, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"segment-{number:D12}.spool"));
}
