namespace SocApi.Auth;

/// <summary>A token that was just made.</summary>
/// <param name="Jwt">The token.</param>
/// <param name="TokenId">Its <c>jti</c>, by which it can be revoked.</param>
/// <param name="Expires">When it ends.</param>
public sealed record IssuedToken(string Jwt, string TokenId, DateTimeOffset Expires);
