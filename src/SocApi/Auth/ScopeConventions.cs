using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;

namespace SocApi.Auth;

/// <summary>Says on an endpoint who may call it.</summary>
public static class ScopeConventions
{
    /// <summary>Only callers with that scope; <see cref="Scopes.Any"/>: any caller that is known.</summary>
    public static TBuilder RequireScope<TBuilder>(this TBuilder builder, string scope)
        where TBuilder : IEndpointConventionBuilder
    {
        ScopeRequirement requirement = new(scope);
        builder.RequireAuthorization(new AuthorizationPolicyBuilder(Schemes.Choice).RequireAuthenticatedUser().AddRequirements(requirement).Build());
        builder.WithMetadata(requirement);
        return builder;
    }
}
