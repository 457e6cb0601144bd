using SocCore.Events;

namespace SocCollector.Sources.Mapping;

/// <summary>Takes a part of a text: what stands behind one mark and before another. A mark that is not there leaves the text as it is.</summary>
internal sealed record TextCut(byte[]? After, byte[]? AfterLast, byte[]? Before, byte[]? BeforeLast)
{
    /// <summary>The part.</summary>
    public TextRange Of(EventBatchBuilder builder, TextRange range)
    {
        ReadOnlySpan<byte> text = builder.TextOf(range);
        int start = 0;
        int end = text.Length;
        if (After is not null && text.IndexOf(After) is >= 0 and int after)
            start = after + After.Length;
        if (AfterLast is not null && text[start..].LastIndexOf(AfterLast) is >= 0 and int afterLast)
            start += afterLast + AfterLast.Length;
        if (Before is not null && text[start..end].IndexOf(Before) is >= 0 and int before)
            end = start + before;
        if (BeforeLast is not null && text[start..end].LastIndexOf(BeforeLast) is >= 0 and int beforeLast)
            end = start + beforeLast;
        return new TextRange(range.Offset + start, end - start);
    }
}
