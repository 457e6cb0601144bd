using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using SocApi.Problems;

namespace SocApi.Http;

/// <summary>
/// Does a request with an <c>Idempotency-Key</c> once: a repeat gets the first answer, another content under the same key
/// 422, a repeat while the first runs 409. Answers that ask to try again are not kept.
/// </summary>
internal sealed class IdempotencyFilter(IdempotencyKeys keys, TimeProvider time) : IEndpointFilter
{
    private const int MaxKeyLength = 200;

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        HttpContext http = context.HttpContext;
        string? key = http.Request.Headers["Idempotency-Key"];
        if (string.IsNullOrEmpty(key))
            return await next(context).ConfigureAwait(false);
        if (key.Length > MaxKeyLength)
            return Reply.Of(new Problem(ProblemKinds.Malformed, $"Idempotency-Key has more than {MaxKeyLength} characters."));
        string name = IdempotencyKeys.NameOf(http.Caller().Subject, $"{http.Request.Method} {http.Request.Path}", key);
        if (!keys.TryBegin(name))
            return Reply.Of(new Problem(ProblemKinds.IdempotencyInFlight, "A request with this Idempotency-Key is still running; wait for its answer."));
        try
        {
            string request = await HashAsync(http.Request, http.RequestAborted).ConfigureAwait(false);
            if (await keys.FindAsync(name, http.RequestAborted).ConfigureAwait(false) is { } known)
            {
                return known.Request == request
                    ? new KeptAnswer(known)
                    : Reply.Of(new Problem(ProblemKinds.IdempotencyMismatch, "This Idempotency-Key was used with another content; take a new key."));
            }

            return await DoAsync(context, next, name, request).ConfigureAwait(false);
        }
        finally
        {
            keys.End(name);
        }
    }

    private async ValueTask<object?> DoAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next, string name, string request)
    {
        HttpContext http = context.HttpContext;
        object? result = await next(context).ConfigureAwait(false);
        if (result is not IResult answer)
            return result;
        Stream outer = http.Response.Body;
        using MemoryStream body = new();
        http.Response.Body = body;
        try
        {
            await answer.ExecuteAsync(http).ConfigureAwait(false);
        }
        finally
        {
            http.Response.Body = outer;
        }

        IdempotencyRecord record = new(
            request, time.GetUtcNow().ToUnixTimeSeconds(), http.Response.StatusCode, http.Response.ContentType, http.Response.Headers.ETag, http.Response.Headers.Location, body.ToArray());
        if (record.Status is not (StatusCodes.Status429TooManyRequests or >= 500))
            await keys.KeepAsync(name, record, http.RequestAborted).ConfigureAwait(false);
        return new KeptAnswer(record);
    }

    private static async ValueTask<string> HashAsync(HttpRequest request, CancellationToken cancel)
    {
        request.EnableBuffering(bufferThreshold: 1 << 20);
        byte[] hash = await SHA256.HashDataAsync(request.Body, cancel).ConfigureAwait(false);
        request.Body.Position = 0;
        return $"{request.Headers.IfMatch} {Convert.ToHexStringLower(hash)}";
    }
}
