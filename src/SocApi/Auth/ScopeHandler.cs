using Microsoft.AspNetCore.Authorization;
using SocApi.Desk;

namespace SocApi.Auth;

/// <summary>Whether the caller has the scope of the endpoint.</summary>
internal sealed class ScopeHandler : AuthorizationHandler<ScopeRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, ScopeRequirement requirement)
    {
        if (Caller.Of(context.User, "en")?.May(requirement.Scope) == true)
            context.Succeed(requirement);
        return Task.CompletedTask;
    }
}
