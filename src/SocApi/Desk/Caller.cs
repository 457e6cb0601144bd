using System.Collections.Frozen;
using System.Security.Claims;
using SocApi.Auth;
using SocCore.Storage;

namespace SocApi.Desk;

/// <summary>Who asks: the same for an endpoint's token and the console's cookie.</summary>
public sealed record Caller
{
    /// <summary>Who it is; what history and assignments name.</summary>
    public required string Subject { get; init; }

    /// <summary>How people call them.</summary>
    public required string DisplayName { get; init; }

    /// <summary>Their roles.</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>What they may do.</summary>
    public required FrozenSet<string> Scopes { get; init; }

    /// <summary>Whose rows they see.</summary>
    public required AgencyScope Agency { get; init; }

    /// <summary>vi or en.</summary>
    public string Language { get; init; } = "vi";

    /// <summary>Whether they may do that.</summary>
    public bool May(string scope) => scope == Auth.Scopes.Any || Scopes.Contains(scope);

    /// <summary>Reads the claims; null when the subject or the agency is missing, which never means the whole city.</summary>
    public static Caller? Of(ClaimsPrincipal principal, string language)
    {
        string? subject = principal.FindFirst(SocClaims.Subject)?.Value;
        string? agency = principal.FindFirst(SocClaims.Agency)?.Value;
        if (principal.Identity?.IsAuthenticated != true || string.IsNullOrEmpty(subject) || !AgencyIds.MayHaveTokens(agency))
            return null;
        string[] roles = [.. principal.FindAll(SocClaims.Role).Select(static c => c.Value).Where(Auth.Roles.All.ContainsKey).Distinct()];
        return new Caller
        {
            Subject = subject,
            DisplayName = principal.FindFirst(SocClaims.Name)?.Value ?? subject,
            Roles = roles,
            Scopes = Auth.Roles.ScopesOf(roles),
            Agency = AgencyScope.Of(agency!),
            Language = language,
        };
    }
}
