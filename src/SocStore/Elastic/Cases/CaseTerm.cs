using System.Security.Cryptography;
using System.Text;

namespace SocStore.Elastic.Cases;

/// <summary>Text of any length as a term and as a document id: what a server would not take whole is told apart by its hash.</summary>
internal static class CaseTerm
{
    /// <summary>An id has 512 bytes; longer texts are as good by their hash, and nothing is gained by longer terms.</summary>
    private const int Longest = 400;

    public static string Of(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return bytes.Length <= Longest ? text : string.Concat(text.EnumerateRunes().Take(40).Select(static r => r.ToString())) + "#" + Convert.ToHexStringLower(SHA256.HashData(bytes));
    }
}
