namespace SocCollector.Sources;

/// <summary>What a claim looks at.</summary>
internal readonly ref struct ClaimView(ReadOnlySpan<byte> content, ReadOnlySpan<byte> program, ReadOnlySpan<byte> host, int facility)
{
    /// <summary>The record, or what stands behind its header.</summary>
    public ReadOnlySpan<byte> Content { get; } = content;

    /// <summary>The header's program, lower case; empty when there is none.</summary>
    public ReadOnlySpan<byte> Program { get; } = program;

    /// <summary>The header's host; empty when there is none.</summary>
    public ReadOnlySpan<byte> Host { get; } = host;

    /// <summary>The header's facility; −1 when there is none.</summary>
    public int Facility { get; } = facility;
}
