using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace SocApi.Console;

/// <summary>
/// The style sheets and scripts of the console. They are resources of the assembly, so that they are found wherever the
/// program runs from, and nothing is read from the working directory.
/// </summary>
internal sealed class ConsoleAssets
{
    private const string Prefix = "console/";

    private readonly Dictionary<string, ConsoleAsset> _byName;

    public ConsoleAssets()
    {
        _byName = [];
        foreach (string resource in typeof(ConsoleAssets).Assembly.GetManifestResourceNames())
        {
            if (resource.StartsWith(Prefix, StringComparison.Ordinal))
            {
                string name = resource[Prefix.Length..];
                _byName.Add(name, new ConsoleAsset(name, TypeOf(name), Read(resource)));
            }
        }
    }

    /// <summary>All files.</summary>
    public IReadOnlyCollection<ConsoleAsset> All => _byName.Values;

    /// <summary>The path of a file by its name.</summary>
    public string this[string name] => _byName[name].Path;

    /// <summary>Serves the files to everybody: the sign-in page needs them before anybody is known.</summary>
    public void Map(IEndpointRouteBuilder routes) =>
        routes.MapMethods("/assets/{hash}/{name}", [HttpMethods.Get, HttpMethods.Head], Serve).AllowAnonymous().ExcludeFromDescription();

    private async Task Serve(HttpContext context, string hash, string name)
    {
        if (!_byName.TryGetValue(name, out ConsoleAsset? asset) || asset.Hash != hash)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        IHeaderDictionary headers = context.Response.Headers;
        headers.CacheControl = "public, max-age=31536000, immutable";
        headers.ETag = $"\"{hash}\"";
        headers.Vary = HeaderNames.AcceptEncoding;
        if (context.Request.Headers.IfNoneMatch.Contains(headers.ETag.ToString()))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        byte[] body = asset.Content;
        if (TakesBrotli(context.Request.Headers.AcceptEncoding))
        {
            headers.ContentEncoding = "br";
            body = asset.Compressed;
        }

        context.Response.ContentType = asset.ContentType;
        context.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    private static bool TakesBrotli(StringValues accepted) =>
        StringWithQualityHeaderValue.TryParseList(accepted, out IList<StringWithQualityHeaderValue>? values)
        && values.Any(static v => v.Value.Equals("br", StringComparison.OrdinalIgnoreCase) && v.Quality is not 0);

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => throw new InvalidOperationException($"The console has no content type for '{name}'; add its extension to ConsoleAssets.TypeOf."),
    };

    private static byte[] Read(string resource)
    {
        using Stream stream = typeof(ConsoleAssets).Assembly.GetManifestResourceStream(resource)!;
        byte[] content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
