using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SocApi.Auth;

namespace SocApi.Console;

/// <summary>
/// Asks again while a page is open whether the session still holds: a circuit outlives the request that was checked when
/// it began. When it does not, the page turns to the sign-in.
/// </summary>
internal sealed class SessionCheck(ILoggerFactory log, IOptions<ConsoleOptions> options, Revocations revocations, TimeProvider time) : RevalidatingServerAuthenticationStateProvider(log)
{
    protected override TimeSpan RevalidationInterval => options.Value.SessionCheck;

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        await ConsolePrincipal.IsValidAsync(authenticationState.User, revocations, time, cancellationToken);
}
