using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using SocApi.Problems;

namespace SocApi.Auth;

/// <summary>Makes access tokens in the form of RFC 9068, signed with the embedded key.</summary>
public sealed class TokenIssuer(SigningKey key, string audience, TimeProvider time)
{
    /// <summary>How long a token is valid when nobody says.</summary>
    public static readonly TimeSpan DefaultTtl = TimeSpan.FromHours(8);

    /// <summary>The longest that a token may be valid.</summary>
    public static readonly TimeSpan MaxTtl = TimeSpan.FromDays(30);

    /// <summary>The media type of access tokens, without its tree (RFC 9068 §2.1).</summary>
    public const string TokenType = "at+jwt";

    /// <summary>Makes a token, or says what is wrong with the request.</summary>
    public Answer<IssuedToken> Issue(TokenRequest request)
    {
        if (Check(request) is { } problem)
            return problem;
        DateTimeOffset now = time.GetUtcNow();
        DateTimeOffset expires = now + (request.Ttl ?? DefaultTtl);
        string id = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
        SecurityTokenDescriptor descriptor = new()
        {
            Issuer = key.Issuer,
            Audience = audience,
            TokenType = TokenType,
            IssuedAt = now.UtcDateTime,
            NotBefore = now.UtcDateTime,
            Expires = expires.UtcDateTime,
            SigningCredentials = new SigningCredentials(key.Key, SecurityAlgorithms.EcdsaSha256),
            Claims = new Dictionary<string, object>
            {
                [SocClaims.TokenId] = id,
                [SocClaims.Subject] = request.Subject,
                [SocClaims.Name] = request.Name ?? request.Subject,
                [SocClaims.Role] = request.Role,
                [SocClaims.Agency] = request.Agency,
            },
        };
        return new IssuedToken(new JsonWebTokenHandler().CreateToken(descriptor), id, expires);
    }

    private static Problem? Check(TokenRequest request)
    {
        if (string.IsNullOrWhiteSpace(request.Subject) || request.Subject.Length > 128)
            return Problem.Invalid("subject", "A token needs a subject of 1 to 128 characters.");
        if (!Roles.All.ContainsKey(request.Role))
            return Problem.Invalid("role", $"There is no role '{request.Role}'; there is {string.Join(", ", Roles.All.Keys.Order(StringComparer.Ordinal))}.");
        if (!AgencyIds.MayHaveTokens(request.Agency))
            return Problem.Invalid("agency", $"'{request.Agency}' cannot be the agency of a token; write its id in small letters, or soc for the whole city.");
        TimeSpan ttl = request.Ttl ?? DefaultTtl;
        return ttl < TimeSpan.FromSeconds(1) || ttl > MaxTtl
            ? Problem.Invalid("ttl", $"A token is valid for 1 s to {MaxTtl.TotalDays:0} days, not for {ttl}.")
            : null;
    }
}
