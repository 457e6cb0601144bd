using Microsoft.AspNetCore.Http;

namespace SocApi.Http;

/// <summary>Which requests are answered by documents and never by pages.</summary>
internal static class ApiPaths
{
    public static bool IsDocument(PathString path) =>
        StartsWith(path, "/api") || StartsWith(path, "/health") || StartsWith(path, "/openapi");

    private static bool StartsWith(PathString path, string prefix) => path.StartsWithSegments(prefix, StringComparison.OrdinalIgnoreCase);
}
