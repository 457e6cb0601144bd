using Microsoft.AspNetCore.Authorization;

namespace SocApi.Auth;

/// <summary>The scope that an endpoint needs; also the endpoint's metadata, by which a test finds endpoints without one.</summary>
public sealed class ScopeRequirement(string scope) : IAuthorizationRequirement
{
    /// <summary>The scope.</summary>
    public string Scope { get; } = scope;

    /// <inheritdoc/>
    public override string ToString() => $"scope {Scope}";
}
