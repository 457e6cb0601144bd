namespace SocApi.Auth;

/// <summary>The claims that tokens and the console's cookie carry, under their names in JWT (RFC 7519, RFC 9068).</summary>
public static class SocClaims
{
    public const string Subject = "sub";
    public const string Name = "name";
    public const string Role = "role";
    public const string Agency = "agency";
    public const string TokenId = "jti";
    public const string Expires = "exp";
}
