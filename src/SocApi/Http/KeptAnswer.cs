using Microsoft.AspNetCore.Http;

namespace SocApi.Http;

/// <summary>Gives an answer again as it was given first.</summary>
internal sealed class KeptAnswer(IdempotencyRecord record) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        HttpResponse response = httpContext.Response;
        response.StatusCode = record.Status;
        response.ContentType = record.ContentType;
        if (record.ETag is not null)
            response.Headers.ETag = record.ETag;
        if (record.Location is not null)
            response.Headers.Location = record.Location;
        response.ContentLength = record.Body.Length;
        await response.Body.WriteAsync(record.Body, httpContext.RequestAborted).ConfigureAwait(false);
    }
}
