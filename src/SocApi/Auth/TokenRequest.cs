namespace SocApi.Auth;

/// <summary>What a token is to say.</summary>
/// <param name="Subject">Who it is for.</param>
/// <param name="Role">One of <see cref="Roles"/>.</param>
/// <param name="Agency">Whose rows it sees; <c>soc</c> sees all.</param>
/// <param name="Ttl">How long it is valid; null: 8 hours.</param>
/// <param name="Name">How people call the subject.</param>
public sealed record TokenRequest(string Subject, string Role, string Agency, TimeSpan? Ttl = null, string? Name = null);
