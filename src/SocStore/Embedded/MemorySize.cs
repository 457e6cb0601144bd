using System.Globalization;

namespace SocStore.Embedded;

/// <summary>Sizes as people write them: <c>96MB</c>, <c>1GB</c>.</summary>
internal static class MemorySize
{
    public static bool TryParse(string text, out long bytes)
    {
        bytes = 0;
        int shift = text.EndsWith("MB", StringComparison.Ordinal) ? 20 : text.EndsWith("GB", StringComparison.Ordinal) ? 30 : 0;
        if (shift == 0 || !long.TryParse(text.AsSpan(0, text.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out long count) || count > 1L << 20)
            return false;
        bytes = count << shift;
        return true;
    }
}
