using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace SocApi.Desk;

/// <summary>
/// Makes page cursors opaque: what a store needs to go on is sealed together with the question, so that a cursor can
/// neither be made up nor be used for another question or another agency.
/// </summary>
public sealed class CursorSeal
{
    private const int TagLength = 16;
    private readonly byte[] _key;

    /// <summary>Seals with that key (32 bytes).</summary>
    public CursorSeal(byte[] key) => _key = key;

    /// <summary>Seals a place within a question.</summary>
    public string Seal(string question, string place)
    {
        byte[] text = Encoding.UTF8.GetBytes(place);
        byte[] sealedBytes = new byte[TagLength + text.Length];
        Tag(question, text).CopyTo(sealedBytes, 0);
        text.CopyTo(sealedBytes, TagLength);
        return Base64Url.EncodeToString(sealedBytes);
    }

    /// <summary>The place; null when it is no cursor of ours for that question.</summary>
    public string? Open(string question, string cursor)
    {
        if (cursor.Length > 4096 || !Base64Url.IsValid(cursor))
            return null;
        byte[] bytes = Base64Url.DecodeFromChars(cursor);
        if (bytes.Length < TagLength)
            return null;
        byte[] text = bytes[TagLength..];
        return CryptographicOperations.FixedTimeEquals(bytes.AsSpan(0, TagLength), Tag(question, text)) ? Encoding.UTF8.GetString(text) : null;
    }

    private byte[] Tag(string question, byte[] place)
    {
        byte[] head = Encoding.UTF8.GetBytes(question);
        byte[] message = new byte[4 + head.Length + place.Length];
        BitConverter.TryWriteBytes(message, head.Length);
        head.CopyTo(message, 4);
        place.CopyTo(message, 4 + head.Length);
        return HMACSHA256.HashData(_key, message)[..TagLength];
    }
}
