using System.Globalization;
using System.Security.Claims;

namespace SocApi.Auth;

/// <summary>The console's session: the same claims as a token, in a cookie.</summary>
public static class ConsolePrincipal
{
    /// <summary>Makes the principal of a session.</summary>
    public static ClaimsPrincipal Of(TokenRequest request, string tokenId, DateTimeOffset expires) => new(new ClaimsIdentity(
        [
            new Claim(SocClaims.Subject, request.Subject),
            new Claim(SocClaims.Name, request.Name ?? request.Subject),
            new Claim(SocClaims.Role, request.Role),
            new Claim(SocClaims.Agency, request.Agency),
            new Claim(SocClaims.TokenId, tokenId),
            new Claim(SocClaims.Expires, expires.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
        ],
        Schemes.Console,
        SocClaims.Name,
        SocClaims.Role));

    /// <summary>Whether a session still holds: not ended by time and not revoked. The console asks again while a page is open.</summary>
    public static async ValueTask<bool> IsValidAsync(ClaimsPrincipal principal, Revocations revocations, TimeProvider time, CancellationToken cancel)
    {
        string? tokenId = principal.FindFirst(SocClaims.TokenId)?.Value;
        return tokenId is not null
            && long.TryParse(principal.FindFirst(SocClaims.Expires)?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out long expires)
            && time.GetUtcNow().ToUnixTimeSeconds() < expires
            && !await revocations.IsRevokedAsync(tokenId, cancel).ConfigureAwait(false);
    }
}
