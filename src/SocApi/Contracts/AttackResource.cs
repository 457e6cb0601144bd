using System.Globalization;

namespace SocApi.Contracts;

/// <summary>A technique of ATT&amp;CK that a tag names.</summary>
/// <param name="Version">The pinned version of ATT&amp;CK.</param>
/// <param name="Technique">The technique.</param>
/// <param name="SubTechnique">The sub-technique, where the tag names one.</param>
internal sealed record AttackResource(string Version, Reference Technique, Reference? SubTechnique)
{
    private const string Pinned = "19.1";
    private const string Prefix = "attack.t";

    /// <summary>Reads Sigma's tags: <c>attack.t1110</c>, <c>attack.t1110.001</c>; other tags are none.</summary>
    public static IReadOnlyList<AttackResource> Of(IEnumerable<string> tags) => [.. tags.Select(Read).OfType<AttackResource>()];

    private static AttackResource? Read(string tag)
    {
        if (!tag.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            return null;
        string[] parts = tag[Prefix.Length..].Split('.');
        if (parts.Length > 2 || !parts.All(static p => int.TryParse(p, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
            return null;
        Reference technique = new("T" + parts[0]);
        return new AttackResource(Pinned, technique, parts.Length == 2 ? new Reference($"{technique.Uid}.{parts[1]}") : null);
    }
}
