namespace SocApi.Problems;

/// <summary>One kind of error: its stable name, its status and its title in both languages.</summary>
/// <param name="Slug">The last part of the URN; never changes.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Vi">The Vietnamese title.</param>
/// <param name="En">The English title.</param>
public sealed record ProblemKind(string Slug, int Status, string Vi, string En)
{
    /// <summary>The <c>type</c> of the problem document (RFC 9457).</summary>
    public string Urn => "urn:soc:problem:" + Slug;

    /// <summary>The title in a language; English where it is not Vietnamese.</summary>
    public string Title(string language) => language == "vi" ? Vi : En;
}
