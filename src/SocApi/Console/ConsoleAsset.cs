using System.IO.Compression;
using System.Security.Cryptography;

namespace SocApi.Console;

/// <summary>One file of the console: its bytes as they are and compressed, under a path that names the content.</summary>
internal sealed class ConsoleAsset
{
    public ConsoleAsset(string name, string contentType, byte[] content)
    {
        Name = name;
        ContentType = contentType;
        Content = content;
        Hash = Convert.ToHexStringLower(SHA256.HashData(content))[..16];
        Path = $"/assets/{Hash}/{name}";
        Compressed = Compress(content);
    }

    public string Name { get; }

    public string ContentType { get; }

    public string Hash { get; }

    /// <summary>Where it is served; another content has another path, so browsers keep it for ever.</summary>
    public string Path { get; }

    public byte[] Content { get; }

    /// <summary>The content in Brotli.</summary>
    public byte[] Compressed { get; }

    private static byte[] Compress(byte[] content)
    {
        using MemoryStream output = new();
        using (BrotliStream brotli = new(output, CompressionLevel.Fastest))
            brotli.Write(content);
        return output.ToArray();
    }
}
