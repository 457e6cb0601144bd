using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace SocApi.Http;

/// <summary>The language that a client asks for: vi or en.</summary>
internal static class RequestLanguage
{
    /// <summary>The better of the two by <c>Accept-Language</c> (RFC 9110 §12.5.4); English when it names neither.</summary>
    public static string Of(HttpRequest request)
    {
        (string Language, double Quality) best = ("en", 0);
        if (!StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptLanguage, out IList<StringWithQualityHeaderValue>? wanted))
            return best.Language;
        foreach (StringWithQualityHeaderValue value in wanted)
        {
            string language = value.Value.Value?.Split('-')[0].ToLower(CultureInfo.InvariantCulture) ?? "";
            double quality = value.Quality ?? 1;
            if (language is "vi" or "en" && quality > best.Quality)
                best = (language, quality);
        }

        return best.Language;
    }
}
