using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using SocCore.Conditions;

namespace SocStore.Elastic.Dsl;

/// <summary>Address ranges, on fields of addresses and on text that may be one.</summary>
internal static class AddressDsl
{
    /// <summary>What may be an address: four numbers with dots, or something with a colon.</summary>
    private const string Address = "([0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}|.*:.*)";

    private static readonly UInt128 FirstIPv4 = new(0, 0x0000_FFFF_0000_0000UL);

    /// <summary>Tests a field of addresses, in which IPv4 is <c>::ffff:a.b.c.d</c> as it is for us.</summary>
    public static DslBounds In(string path, Network network) =>
        DslBounds.Exact(DslQuery.Range(path, null, ("gte", Text(network.First)), ("lte", Text(network.Last))));

    /// <summary>Tests a field of terms: of IPv4 whole octets can be told by their text, all else is read by the matcher.</summary>
    public static DslBounds InText(string path, string key, Network network)
    {
        string before = LuceneExpression.Literal(key);
        if (network.First < FirstIPv4 || network.Last > FirstIPv4 + uint.MaxValue)
            return DslBounds.Superset(DslQuery.Regexp(path, before + Address));
        uint first = (uint)(network.First - FirstIPv4);
        uint last = (uint)(network.Last - FirstIPv4);
        int octets = first == last ? 4 : (last - first) switch { 0xFF => 3, 0xFFFF => 2, 0xFF_FFFF => 1, _ => 0 };
        if (octets == 0)
            return DslBounds.Superset(DslQuery.Regexp(path, before + Address));
        const string Octet = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
        string inside = before + string.Join("\\.", Enumerable.Range(0, 4).Select(i =>
            i < octets ? (first >> (24 - (8 * i)) & 0xFF).ToString(CultureInfo.InvariantCulture) : Octet));
        return DslBounds.Between(DslQuery.Regexp(path, inside), DslQuery.Any([DslQuery.Regexp(path, inside), DslQuery.Regexp(path, $"{before}.*:.*")]));
    }

    /// <summary>A text pattern on a field of canonical addresses.</summary>
    public static DslBounds Pattern(string path, TextPattern pattern)
    {
        if (pattern.IsLiteral)
        {
            return IPAddress.TryParse(pattern.Literal, out IPAddress? address) && IsCanonical(address, pattern.Literal)
                ? DslBounds.Exact(DslQuery.Term(path, address.ToString()))
                : DslBounds.False;
        }

        return Octets(pattern) is { } network ? In(path, network) : DslBounds.Superset(DslQuery.Exists(path));
    }

    /// <summary>The text of an address; IPv4 in its own form.</summary>
    private static string Text(UInt128 number)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, number);
        IPAddress address = new(bytes);
        return (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
    }

    /// <summary>Whether the text is the canonical one but for case, and of an address whose index value nothing else has.</summary>
    private static bool IsCanonical(IPAddress address, string text) =>
        !address.IsIPv4MappedToIPv6 && address.ToString().Equals(text, StringComparison.OrdinalIgnoreCase) && !text.Contains('%', StringComparison.Ordinal);

    /// <summary>The network of <c>192.168.*</c>.</summary>
    private static Network? Octets(TextPattern pattern)
    {
        if (pattern.Parts.Count != 2 || pattern.Parts[0].Kind != TextPartKind.Literal || pattern.Parts[1].Kind != TextPartKind.AnyRun)
            return null;
        string text = pattern.Parts[0].Text;
        if (!text.EndsWith('.'))
            return null;
        string[] octets = text[..^1].Split('.');
        if (octets.Length > 3 || !Array.TrueForAll(octets, static o => byte.TryParse(o, NumberStyles.None, CultureInfo.InvariantCulture, out byte n) && n.ToString(CultureInfo.InvariantCulture) == o))
            return null;
        string whole = string.Join('.', octets.Concat(Enumerable.Repeat("0", 4 - octets.Length)));
        return Network.Parse(string.Create(CultureInfo.InvariantCulture, $"{whole}/{8 * octets.Length}"));
    }
}
