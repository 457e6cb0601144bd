namespace SocApi.Http;

/// <summary>The answer that a request with a key got.</summary>
/// <param name="Request">Hash of the request's content.</param>
/// <param name="At">When, Unix seconds.</param>
/// <param name="Status">The status.</param>
/// <param name="ContentType">What the body is.</param>
/// <param name="ETag">The version that it made.</param>
/// <param name="Location">Where what it made is.</param>
/// <param name="Body">The body.</param>
internal sealed record IdempotencyRecord(string Request, long At, int Status, string? ContentType, string? ETag, string? Location, byte[] Body);
