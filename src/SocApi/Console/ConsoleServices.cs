using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SocApi.Auth;
using SocApi.Desk;
using SocApi.Http;

namespace SocApi.Console;

/// <summary>
/// Puts the console into a host that has the API: <see cref="AddSocConsole"/>; <see cref="UseSocConsole"/> before
/// <c>UseSocApi</c>, so that a page for an unknown address passes sign-in and authorization too; <see cref="MapSocConsole"/>.
/// </summary>
public static class ConsoleServices
{
    /// <summary>Who may see pages of the console: whoever has a session that names a person and an agency.</summary>
    public const string Policy = "console";

    /// <summary>The Content Security Policy of the pages (CSP level 3). No hash and no exception: no page has an inline script or style.</summary>
    public const string ContentPolicy =
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    private static readonly string[] Cultures = ["vi-VN", "en-GB", "vi", "en"];

    /// <summary>Registers the pages.</summary>
    public static IServiceCollection AddSocConsole(this IServiceCollection services, ConsoleOptions options)
    {
        services.AddSingleton(Options.Create(options));
        services.AddSingleton<ConsoleText>();
        services.AddSingleton<ConsoleTime>();
        services.AddSingleton<ConsoleAssets>();
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, SessionCheck>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<MatcherPolicy, PagePreference>());
        services.AddAuthorizationBuilder().AddPolicy(Policy, static p => p
            .AddAuthenticationSchemes(Schemes.Console)
            .RequireAuthenticatedUser()
            .RequireAssertion(static c => Caller.Of(c.User, ConsoleText.Language) is not null));
        return services;
    }

    /// <summary>
    /// Chooses the language of pages (the reader's choice, else what the browser asks for, else the city's) and shows a
    /// page where an address leads nowhere.
    /// </summary>
    public static IApplicationBuilder UseSocConsole(this IApplicationBuilder app)
    {
        ConsoleOptions options = app.ApplicationServices.GetRequiredService<IOptions<ConsoleOptions>>().Value;
        RequestLocalizationOptions languages = new()
        {
            DefaultRequestCulture = new RequestCulture(CultureOf(options.Language)),
            ApplyCurrentCultureToResponseHeaders = true,
            SupportedCultures = [.. Cultures.Select(CultureInfo.GetCultureInfo)],
            SupportedUICultures = [.. Cultures.Select(CultureInfo.GetCultureInfo)],
            RequestCultureProviders = [new CookieRequestCultureProvider { CookieName = Preferences.LanguageCookie }, new AcceptLanguageHeaderRequestCultureProvider()],
        };
        // Documents of the API are the same in every culture; their titles choose by themselves.
        return app.UseWhen(static c => !ApiPaths.IsDocument(c.Request.Path), branch => branch.UseRequestLocalization(languages))
            .UseWhen(IsPageWanted, static branch => branch.UseStatusCodePagesWithReExecute("/not-found"));
    }

    /// <summary>Maps the pages, their files and what their forms are sent to.</summary>
    public static IEndpointRouteBuilder MapSocConsole(this IEndpointRouteBuilder endpoints)
    {
        endpoints.ServiceProvider.GetRequiredService<ConsoleAssets>().Map(endpoints);
        Preferences.Map(endpoints);
        ReportDownloads.Map(endpoints);
        endpoints.MapRazorComponents<App>()
            // The policy above says it with everything else; a second header would have to be met as well.
            .AddInteractiveServerRenderMode(static mode => mode.ContentSecurityFrameAncestorsPolicy = null)
            .Finally(Protect);
        return endpoints;
    }

    /// <summary>A person with a browser; a program gets the bare status.</summary>
    private static bool IsPageWanted(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method) && !ApiPaths.IsDocument(context.Request.Path)
        && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    private static void Protect(EndpointBuilder endpoint)
    {
        RequestDelegate page = endpoint.RequestDelegate ?? throw new InvalidOperationException($"The page '{endpoint.DisplayName}' has nothing that renders it.");
        endpoint.RequestDelegate = context =>
        {
            context.Response.Headers.ContentSecurityPolicy = ContentPolicy;
            context.Response.Headers.CacheControl = "no-store";
            return page(context);
        };
    }

    /// <summary>The culture of a language of the console; numbers and days are written as there.</summary>
    internal static string CultureOf(string language) => language == "en" ? "en-GB" : "vi-VN";
}
