namespace SocApi.Endpoints;

/// <summary>
/// The page that shows the API's document. It is our own because the policy of pages allows no script within a page; the
/// bundle that draws it is Scalar's, served from this process, and what in it would speak to its maker is switched off.
/// </summary>
internal static class ScalarPage
{
    /// <summary>Where the bundle is.</summary>
    public const string BundlePath = "/scalar/bundle";

    /// <summary>The page.</summary>
    public const string Html =
        $"""
        <!DOCTYPE html>
        <html lang="en">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>SmartCity SOC API</title></head>
        <body><div id="app"></div><script src="{BundlePath}/scalar.js"></script><script src="/scalar/start.js"></script></body>
        </html>
        """;

    /// <summary>Draws the document.</summary>
    public const string Script =
        $$"""
        Scalar.createApiReference('#app', {
          url: '{{OpenApiEndpoints.DocumentPath}}',
          withDefaultFonts: false,
          telemetry: false,
          proxyUrl: '',
          hideClientButton: true,
          showDeveloperTools: 'never',
          agent: { disabled: true },
          mcp: { disabled: true },
        });
        """;
}
