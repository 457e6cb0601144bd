using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;

namespace SocApi.Auth;

/// <summary>
/// Chooses how a request says who it is: a bearer token by its issuer, the console's cookie everywhere but below the API,
/// where a browser's cookie counts for nothing and so cannot be misused.
/// </summary>
internal sealed class SchemeChoice(SigningKey key, bool hasOidc, bool acceptsEmbedded)
{
    public string For(HttpContext context)
    {
        string? authorization = context.Request.Headers.Authorization;
        if (authorization is not null && authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            return ForToken(authorization[7..].Trim());
        if (context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase))
            return hasOidc ? Schemes.Oidc : Schemes.Embedded;
        return Schemes.Console;
    }

    /// <summary>The issuer is read unchecked, for routing only; each scheme checks it again with the signature.</summary>
    private string ForToken(string token)
    {
        if (!hasOidc)
            return Schemes.Embedded;
        if (!acceptsEmbedded)
            return Schemes.Oidc;
        JsonWebTokenHandler handler = new();
        try
        {
            return handler.CanReadToken(token) && handler.ReadJsonWebToken(token).Issuer == key.Issuer ? Schemes.Embedded : Schemes.Oidc;
        }
        catch (ArgumentException)
        {
            return Schemes.Oidc;
        }
    }
}
