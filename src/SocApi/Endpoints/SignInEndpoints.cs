using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using SocApi.Auth;
using SocApi.Http;
using SocApi.Problems;

namespace SocApi.Endpoints;

/// <summary>
/// <c>/signin</c>: the one-time link opens a page with one button; the button posts, so that a link preview or a scanner
/// uses nothing up. <c>/signout</c> ends the session and its token.
/// </summary>
internal static partial class SignInEndpoints
{
    public const string Path = "/signin";

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(Path, static (HttpContext context) => Page(SignInPage.Ask(RequestLanguage.Of(context.Request)))).AllowAnonymous().ExcludeFromDescription();
        endpoints.MapGet(Path + "/{code}", OpenAsync).AllowAnonymous().ExcludeFromDescription();
        endpoints.MapPost(Path + "/{code}", EnterAsync).AllowAnonymous().ExcludeFromDescription();
        endpoints.MapPost("/signout", LeaveAsync).RequireScope(Scopes.Any).ExcludeFromDescription();
    }

    private static async Task<IResult> OpenAsync(HttpContext context, OneTimeLinks links, IAntiforgery antiforgery, string code)
    {
        string language = RequestLanguage.Of(context.Request);
        if (!await links.IsOpenAsync(code, context.RequestAborted).ConfigureAwait(false))
            return Page(SignInPage.Over(language), StatusCodes.Status404NotFound);
        AntiforgeryTokenSet tokens = antiforgery.GetAndStoreTokens(context);
        return Page(SignInPage.Enter(language, OneTimeLinks.PathOf(code), tokens.FormFieldName, tokens.RequestToken!));
    }

    private static async Task<IResult> EnterAsync(
        HttpContext context, OneTimeLinks links, TokenIssuer issuer, IAntiforgery antiforgery, ILoggerFactory logs, string code)
    {
        ILogger log = logs.CreateLogger(typeof(SignInEndpoints));
        string language = RequestLanguage.Of(context.Request);
        if (!await antiforgery.IsRequestValidAsync(context).ConfigureAwait(false))
        {
            Log.SignInRefused(log, context.Connection.RemoteIpAddress);
            return Page(SignInPage.Over(language), StatusCodes.Status400BadRequest);
        }

        Answer<TokenRequest> redeemed = await links.RedeemAsync(code, context.RequestAborted).ConfigureAwait(false);
        if (!redeemed.IsDone(out TokenRequest? request, out _) || !issuer.Issue(request).IsDone(out IssuedToken? token, out _))
        {
            Log.SignInRefused(log, context.Connection.RemoteIpAddress);
            return Page(SignInPage.Over(language), StatusCodes.Status404NotFound);
        }

        AuthenticationProperties session = new() { ExpiresUtc = token.Expires, IsPersistent = false, AllowRefresh = false };
        await context.SignInAsync(Schemes.Console, ConsolePrincipal.Of(request, token.TokenId, token.Expires), session).ConfigureAwait(false);
        Log.SignedIn(log, request.Subject, request.Role, request.Agency);
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = "/";
        return TypedResults.Empty;
    }

    private static async Task<IResult> LeaveAsync(HttpContext context, IAntiforgery antiforgery, Revocations revocations)
    {
        if (!await antiforgery.IsRequestValidAsync(context).ConfigureAwait(false))
            return TypedResults.StatusCode(StatusCodes.Status400BadRequest);
        if (context.User.FindFirst(SocClaims.TokenId)?.Value is { } tokenId)
            await revocations.RevokeAsync(tokenId, null, context.RequestAborted).ConfigureAwait(false);
        await context.SignOutAsync(Schemes.Console).ConfigureAwait(false);
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = Path;
        return TypedResults.Empty;
    }

    private static ContentHttpResult Page(string html, int status = StatusCodes.Status200OK) => TypedResults.Text(html, "text/html; charset=utf-8", statusCode: status);

    private static partial class Log
    {
        [LoggerMessage(EventIds.SignedIn, LogLevel.Information, "{Subject} signed in to the console as {Role} of {Agency}")]
        public static partial void SignedIn(ILogger log, string subject, string role, string agency);

        [LoggerMessage(EventIds.SignInRefused, LogLevel.Warning, "A sign-in link was refused, from {Address}")]
        public static partial void SignInRefused(ILogger log, System.Net.IPAddress? address);
    }
}
