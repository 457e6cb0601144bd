using System.Security.Cryptography;
using System.Text;
using SocCore.Events;

namespace SocCore.Incidents;

/// <summary>Names made from content, so that whatever runs again finds what it made before.</summary>
public static class IncidentKeys
{
    private const char Separator = '\u001f';
    private const string Base32 = "abcdefghijklmnopqrstuvwxyz234567";

    /// <summary>
    /// What makes two detections one case: base32(sha256(rule | major | agency | sorted field=value)). Values count folded
    /// and in NFC, the logic does not count: an edited rule goes on with the incident that it has open.
    /// </summary>
    public static string DedupKey(string ruleId, int major, string agency, IEnumerable<KeyValuePair<string, string>> group)
    {
        StringBuilder text = new();
        text.Append(ruleId).Append(Separator).Append(major).Append(Separator).Append(agency);
        IEnumerable<string> parts = group
            .Select(static g => string.Concat(g.Key, "=", Fold.Text(TextForm.ToNfc(g.Value))))
            .Order(StringComparer.Ordinal);
        foreach (string part in parts)
            text.Append(Separator).Append(part);
        return ToBase32(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>A UUID made of a hash of the parts, in order (RFC 9562 version 8).</summary>
    public static Guid Uid(params ReadOnlySpan<string> parts)
    {
        string text = string.Join(Separator, parts!);
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }

    /// <summary>RFC 4648 base32 in small letters, without padding.</summary>
    private static string ToBase32(ReadOnlySpan<byte> bytes)
    {
        StringBuilder text = new((bytes.Length * 8 / 5) + 1);
        int buffer = 0;
        int bits = 0;
        foreach (byte b in bytes)
        {
            buffer = (buffer << 8) | b;
            bits += 8;
            while (bits >= 5)
            {
                bits -= 5;
                text.Append(Base32[(buffer >> bits) & 31]);
            }

            buffer &= (1 << bits) - 1;
        }

        if (bits > 0)
            text.Append(Base32[(buffer << (5 - bits)) & 31]);
        return text.ToString();
    }
}
