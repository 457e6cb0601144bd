using Microsoft.AspNetCore.Http;

namespace SocApi.Http;

/// <summary>Headers that every answer carries. Pages run the program's own scripts and nothing else; documents run nothing at all.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    /// <summary>The policy of pages. Components set sizes by style attributes, hence inline styles.</summary>
    public const string PagePolicy =
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>The policy of documents.</summary>
    public const string DocumentPolicy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(static state =>
        {
            HttpContext context = (HttpContext)state;
            IHeaderDictionary headers = context.Response.Headers;
            bool isDocument = ApiPaths.IsDocument(context.Request.Path);
            headers.TryAdd("Content-Security-Policy", isDocument ? DocumentPolicy : PagePolicy);
            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY";
            // Not no-referrer: with it browsers send the origin "null" with our own forms (Fetch, "append a request Origin header").
            headers["Referrer-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            if (isDocument || string.IsNullOrEmpty(headers.CacheControl))
                headers.CacheControl = "no-store";
            if (context.Request.IsHttps)
                headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
            return Task.CompletedTask;
        }, context);
        return next(context);
    }
}
