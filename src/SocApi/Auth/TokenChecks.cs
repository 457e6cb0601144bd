using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;
using SocApi.Desk;

namespace SocApi.Auth;

/// <summary>What a token must be, beyond its signature.</summary>
internal static class TokenChecks
{
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);

    /// <summary>The embedded issuer's rules: one key, one algorithm; the token's <c>kid</c> only chooses that key or none.</summary>
    public static TokenValidationParameters Embedded(SigningKey key, string audience, TimeProvider time) => new()
    {
        ValidIssuer = key.Issuer,
        ValidAudience = audience,
        ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
        ValidTypes = [TokenIssuer.TokenType],
        IssuerSigningKeyResolver = (_, _, kid, _) => kid == key.KeyId ? [key.Key] : [],
        TryAllIssuerSigningKeys = false,
        RequireExpirationTime = true,
        RequireSignedTokens = true,
        ClockSkew = Skew,
        LifetimeValidator = Lifetime(time),
        NameClaimType = SocClaims.Name,
        RoleClaimType = SocClaims.Role,
    };

    /// <summary>A provider's rules; its keys and its issuer come from its discovery document.</summary>
    public static TokenValidationParameters Oidc(OidcOptions options, string audience, TimeProvider time) => new()
    {
        ValidAudience = audience,
        ValidAlgorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.EcdsaSha256],
        ValidTypes = options.TokenTypes.Count > 0 ? options.TokenTypes : [TokenIssuer.TokenType],
        TryAllIssuerSigningKeys = false,
        RequireExpirationTime = true,
        RequireSignedTokens = true,
        ClockSkew = Skew,
        LifetimeValidator = Lifetime(time),
        NameClaimType = SocClaims.Name,
        RoleClaimType = SocClaims.Role,
    };

    /// <summary>After the signature: whose it is must be said, and it must not be revoked.</summary>
    public static async Task CheckAsync(TokenValidatedContext context)
    {
        if (context.Principal is null || Caller.Of(context.Principal, "en") is null)
        {
            context.Fail("The token names no subject or no agency.");
            return;
        }

        string? tokenId = context.Principal.FindFirst(SocClaims.TokenId)?.Value;
        Revocations revocations = context.HttpContext.RequestServices.GetRequiredService<Revocations>();
        if (tokenId is null || await revocations.IsRevokedAsync(tokenId, context.HttpContext.RequestAborted).ConfigureAwait(false))
            context.Fail("The token has no id, or was revoked.");
    }

    /// <summary>Brings a provider's claims under our names.</summary>
    public static void Rename(TokenValidatedContext context, OidcOptions options)
    {
        if (context.Principal is null)
            return;
        ClaimsIdentity identity = new(Schemes.Oidc, SocClaims.Name, SocClaims.Role);
        Copy(SocClaims.Subject, SocClaims.Subject);
        Copy(options.NameClaim, SocClaims.Name);
        Copy(options.RoleClaim, SocClaims.Role);
        Copy(options.AgencyClaim, SocClaims.Agency);
        Copy(SocClaims.TokenId, SocClaims.TokenId);
        Copy(SocClaims.Expires, SocClaims.Expires);
        context.Principal = new ClaimsPrincipal(identity);

        void Copy(string from, string to)
        {
            foreach (Claim claim in context.Principal!.FindAll(from))
                identity.AddClaim(new Claim(to, claim.Value));
        }
    }

    private static LifetimeValidator Lifetime(TimeProvider time) => (notBefore, expires, _, _) =>
    {
        DateTime now = time.GetUtcNow().UtcDateTime;
        return expires is { } end && now < end + Skew && (notBefore is not { } begin || begin - Skew <= now);
    };
}
