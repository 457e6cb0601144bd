namespace SocApi.Auth;

/// <summary>Ways to say who one is.</summary>
public static class Schemes
{
    /// <summary>Chooses among the others; the default.</summary>
    public const string Choice = "soc";

    /// <summary>Tokens of the embedded issuer.</summary>
    public const string Embedded = "embedded";

    /// <summary>Tokens of the city's identity provider.</summary>
    public const string Oidc = "oidc";

    /// <summary>The console's cookie.</summary>
    public const string Console = "console";
}
