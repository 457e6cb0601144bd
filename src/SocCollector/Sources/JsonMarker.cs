namespace SocCollector.Sources;

/// <summary>A key by which a JSON object is known, and perhaps how its text begins. Looked for in the bytes, without reading the object.</summary>
internal sealed record JsonMarker(byte[] QuotedKey, byte[]? Start)
{
    /// <summary>Whether the content is an object with that key.</summary>
    public bool Fits(ReadOnlySpan<byte> content)
    {
        content = content.TrimStart(" \t\r\n\uFEFF"u8);
        if (content.Length == 0 || content[0] != '{')
            return false;
        while (true)
        {
            int at = content.IndexOf(QuotedKey);
            if (at < 0)
                return false;
            content = content[(at + QuotedKey.Length)..];
            ReadOnlySpan<byte> behind = content.TrimStart((byte)' ');
            if (behind.Length == 0 || behind[0] != ':')
                continue;
            if (Start is null)
                return true;
            behind = behind[1..].TrimStart((byte)' ');
            if (behind.Length > 0 && behind[0] == '"')
                behind = behind[1..];
            if (behind.StartsWith(Start))
                return true;
        }
    }
}
