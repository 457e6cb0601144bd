using System.Collections.Concurrent;

namespace SocStore.Tests.Elastic;

/// <summary>Keeps every call that goes to a server.</summary>
internal sealed class RecordingWire : DelegatingHandler
{
    public ConcurrentQueue<(string Method, string Path, string Body, bool IsLines)> Calls { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        Calls.Enqueue((request.Method.Method, request.RequestUri!.PathAndQuery, body, request.Content?.Headers.ContentType?.MediaType == "application/x-ndjson"));
        return await base.SendAsync(request, cancellationToken);
    }
}
