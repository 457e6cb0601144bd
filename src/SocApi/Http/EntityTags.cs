using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using SocApi.Problems;

namespace SocApi.Http;

/// <summary>Versions as strong entity tags (RFC 9110 §8.8.3): of the object, not of the bytes, which differ by who reads them.</summary>
internal static class EntityTags
{
    /// <summary>Says the version of the answer.</summary>
    public static void Write(HttpResponse response, long version) => response.Headers.ETag = Of(version);

    /// <summary>Whether the client has that version already.</summary>
    public static bool IsKnown(HttpRequest request, long version) =>
        EntityTagHeaderValue.TryParseList(request.Headers.IfNoneMatch, out IList<EntityTagHeaderValue>? tags)
        && tags.Any(t => t.Tag == "*" || t.Tag == Of(version));

    /// <summary>The version that a change is based on; without one 428, unreadable 400.</summary>
    public static bool TryReadBase(HttpRequest request, out long version, out Problem? problem)
    {
        version = 0;
        problem = null;
        string? text = request.Headers.IfMatch;
        if (string.IsNullOrEmpty(text))
            problem = new Problem(ProblemKinds.PreconditionRequired, "Send If-Match with the ETag of the version that you have seen, as in If-Match: \"17\".");
        else if (text.Length < 3 || text[0] != '"' || text[^1] != '"' || !long.TryParse(text.AsSpan(1, text.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out version))
            problem = new Problem(ProblemKinds.Malformed, $"If-Match is one ETag as this service writes it, as in \"17\", not {text}.");
        return problem is null;
    }

    private static string Of(long version) => $"\"{version.ToString(CultureInfo.InvariantCulture)}\"";
}
