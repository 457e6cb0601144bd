using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using SocApi.Contracts;
using SocApi.Problems;

namespace SocApi.Http;

/// <summary>Reads the content of requests.</summary>
internal static class StrictJson
{
    /// <summary>The largest content.</summary>
    private const int MaxLength = 1 << 20;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = SocJson.MaxDepth };

    /// <summary>Reads the content, or says all that is wrong with its members.</summary>
    /// <param name="request">The request.</param>
    /// <param name="mediaType">What the content must say it is.</param>
    /// <param name="serverOwned">Members that exist but that only the server changes, each with the way to change it.</param>
    /// <param name="cancel">Ends the wait.</param>
    public static async ValueTask<Answer<JsonBody<T>>> ReadAsync<T>(
        HttpRequest request, string mediaType, IReadOnlyDictionary<string, string> serverOwned, CancellationToken cancel)
        where T : class
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type) || !type.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase)
            || (type.Charset.HasValue && !type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)))
        {
            return new Problem(ProblemKinds.MediaType, $"'{request.ContentType}' is not taken here; send {mediaType}.");
        }

        byte[]? content = await ContentAsync(request, cancel).ConfigureAwait(false);
        if (content is null)
            return new Problem(ProblemKinds.PayloadTooLarge, $"The content has more than {MaxLength} bytes.");
        try
        {
            using JsonDocument document = JsonDocument.Parse(content, Strict);
            return Read<T>(document.RootElement.Clone(), serverOwned);
        }
        catch (JsonException e)
        {
            return new Problem(ProblemKinds.Malformed, $"The content is no JSON that is taken here (no member twice, {SocJson.MaxDepth} levels at most): line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.");
        }
    }

    private static Answer<JsonBody<T>> Read<T>(JsonElement root, IReadOnlyDictionary<string, string> serverOwned)
        where T : class
    {
        if (root.ValueKind != JsonValueKind.Object)
            return new Problem(ProblemKinds.Validation, "The content must be one JSON object.");
        string[] known = [.. SocJson.Options.GetTypeInfo(typeof(T)).Properties.Select(static p => p.Name)];
        Dictionary<string, string[]> unknown = [];
        bool isOwned = false;
        foreach (JsonProperty member in root.EnumerateObject())
        {
            if (known.Contains(member.Name, StringComparer.Ordinal))
                continue;
            bool owned = serverOwned.TryGetValue(member.Name, out string? way);
            isOwned |= owned;
            unknown[member.Name] = [owned ? $"'{member.Name}' belongs to the server; {way}." : $"There is no member '{member.Name}' here; there is {string.Join(", ", known)}."];
        }

        if (unknown.Count > 0)
        {
            string message = string.Join(' ', unknown.Values.SelectMany(static m => m));
            return new Problem(isOwned ? ProblemKinds.ServerOwnedField : ProblemKinds.UnknownMember, message) { Errors = unknown };
        }

        try
        {
            JsonTypeInfo<T> shape = (JsonTypeInfo<T>)SocJson.Options.GetTypeInfo(typeof(T));
            return new JsonBody<T>(root.Deserialize(shape)!, root);
        }
        catch (JsonException e)
        {
            string member = (e.Path ?? "$").TrimStart('$').TrimStart('.');
            return Problem.Invalid(member, $"'{member}' has a value of the wrong kind.");
        }
    }

    private static async ValueTask<byte[]?> ContentAsync(HttpRequest request, CancellationToken cancel)
    {
        if (request.ContentLength > MaxLength)
            return null;
        using MemoryStream content = new();
        byte[] part = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(part, cancel).ConfigureAwait(false)) > 0)
        {
            content.Write(part, 0, read);
            if (content.Length > MaxLength)
                return null;
        }

        return content.ToArray();
    }
}
