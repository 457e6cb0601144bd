using Microsoft.AspNetCore.Builder;

namespace SocApi.Http;

/// <summary>A query parameter or header of an endpoint: read strictly, and written into the OpenAPI document.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it means.</param>
/// <param name="IsHeader">Whether it is a header.</param>
/// <param name="IsRequired">Whether the endpoint refuses without it.</param>
internal sealed record RequestParameter(string Name, string Description, bool IsHeader = false, bool IsRequired = false)
{
    /// <summary>The version that the client has seen (RFC 9110 §13.1.1).</summary>
    public static RequestParameter IfMatch { get; } = new("If-Match", "The ETag that the change is based on.", IsHeader: true, IsRequired: true);

    /// <summary>A key under which a repeated request is done once.</summary>
    public static RequestParameter IdempotencyKey { get; } = new("Idempotency-Key", "A repeat with the same key within 24 h gets the first answer.", IsHeader: true);
}
