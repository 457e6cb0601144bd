namespace SocCollector.Formats;

/// <summary>Reads one format. Immutable and shared by all threads: what is found goes into the caller's <see cref="DecodedFields"/>.</summary>
internal abstract class ContentDecoder
{
    /// <summary>The answer of <see cref="Decode"/> to a line that only steers the reading: a header, a comment.</summary>
    public static readonly string Steering = new("The line only steers the reading.");

    /// <summary>The names that the format always uses, in the order of their places from <see cref="Slot.First"/>.</summary>
    public virtual IReadOnlyList<string> Names => [];

    /// <summary>Whether the format has names of its own besides (keys, paths, columns).</summary>
    public virtual bool IsOpen => false;

    /// <summary>Whether the content is text that people read, which is kept as <c>message</c>.</summary>
    public virtual bool IsText => false;

    /// <summary>Where the format states the event's time, when the mapping does not say.</summary>
    public virtual string? TimeName => null;

    /// <summary>How the format writes that time.</summary>
    public virtual TimeFormat TimeFormat => TimeFormat.Iso;

    /// <summary>
    /// Reads the content, which begins at <paramref name="at"/> in the line. Returns null, or what is wrong with it in words.
    /// What was found up to there may stay in <paramref name="fields"/>.
    /// </summary>
    public abstract string? Decode(ReadOnlySpan<byte> content, int at, DecodedFields fields);
}
