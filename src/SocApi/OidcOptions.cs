namespace SocApi;

/// <summary>An OpenID Connect provider whose access tokens are taken instead of the service's own.</summary>
public sealed class OidcOptions
{
    /// <summary>The issuer's address; null: no provider, the embedded issuer is used.</summary>
    public string? Authority { get; set; }

    /// <summary>Whether tokens of the embedded issuer are taken too, for services that the provider does not know.</summary>
    public bool AcceptEmbedded { get; set; }

    /// <summary>The claim with the roles.</summary>
    public string RoleClaim { get; set; } = "role";

    /// <summary>The claim with the agency id.</summary>
    public string AgencyClaim { get; set; } = "agency";

    /// <summary>The claim with the person's name.</summary>
    public string NameClaim { get; set; } = "name";

    /// <summary>Values of the token's <c>typ</c> header; some providers write <c>JWT</c> (RFC 9068 says <c>at+jwt</c>). Unset: at+jwt.</summary>
    public IList<string> TokenTypes { get; } = [];
}
