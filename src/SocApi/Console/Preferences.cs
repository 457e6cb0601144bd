using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace SocApi.Console;

/// <summary>Where the forms for language and colours are sent to. Both work before anybody has signed in.</summary>
internal static class Preferences
{
    /// <summary>The cookie of the language.</summary>
    public const string LanguageCookie = "soc.language";

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/preferences/language", SetLanguage).AllowAnonymous().ExcludeFromDescription();
        endpoints.MapPost("/preferences/theme", SetTheme).AllowAnonymous().ExcludeFromDescription();
    }

    private static IResult SetLanguage(HttpContext context, [FromForm] string? language, [FromForm] string? returnUrl)
    {
        if (language is null || !ConsoleText.Languages.Contains(language))
            return Results.BadRequest();
        Keep(context, LanguageCookie, CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(ConsoleServices.CultureOf(language))));
        return Back(returnUrl);
    }

    private static IResult SetTheme(HttpContext context, [FromForm] string? theme, [FromForm] string? returnUrl)
    {
        if (theme is null || !ConsoleTheme.Names.Contains(theme))
            return Results.BadRequest();
        Keep(context, ConsoleTheme.Cookie, theme);
        return Back(returnUrl);
    }

    private static void Keep(HttpContext context, string name, string value) => context.Response.Cookies.Append(name, value, new CookieOptions
    {
        MaxAge = TimeSpan.FromDays(365),
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = context.Request.IsHttps,
        IsEssential = true,
    });

    /// <summary>Back to the page of the form; to nowhere else (an address with a host, or <c>//host</c>, leads to the first page).</summary>
    private static IResult Back(string? returnUrl) =>
        Results.LocalRedirect(returnUrl is ['/', not ('/' or '\\'), ..] or "/" ? returnUrl : "/");
}
