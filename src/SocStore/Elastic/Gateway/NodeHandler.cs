using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;

namespace SocStore.Elastic.Gateway;

/// <summary>
/// Sends each attempt to the next node, signed with what the secret file holds now. A node that could not even be connected
/// to has seen nothing of the call, so the next is tried at once; any other loss is the caller's to judge.
/// </summary>
internal sealed partial class NodeHandler(NodeList nodes, Credentials credentials, ILogger logger) : DelegatingHandler
{
    /// <summary>Where a request carries its path; its address is that of the node, which changes from attempt to attempt.</summary>
    public static readonly HttpRequestOptionsKey<string> PathKey = new("elastic.path");

    /// <summary>Where a request carries the wish of whoever asked: that one may lose interest, which says nothing of the node.</summary>
    public static readonly HttpRequestOptionsKey<CancellationToken> CallerKey = new("elastic.caller");

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!request.Options.TryGetValue(PathKey, out string? path))
            throw new InvalidOperationException("The request has no path; it was not made by the gateway.");
        for (int left = nodes.All.Count; ; left--)
        {
            (ElasticNode node, bool onTrial) = nodes.Next();
            try
            {
                if (onTrial)
                    await TryAsync(node, cancellationToken).ConfigureAwait(false);
                request.RequestUri = new Uri(node.Address, path);
                request.Headers.Authorization = credentials.Header();
                HttpResponseMessage response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
                // 502 and 503 may be a proxy's words about a node that is gone; the node is asked less often then.
                if (response.StatusCode is HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable)
                    Fail(node, (int)response.StatusCode, "it is not available");
                else if (nodes.Answered(node))
                    Log.Back(logger, node);
                return response;
            }
            catch (HttpRequestException e)
            {
                Fail(node, 0, e.InnerException?.Message ?? e.Message);
                if (left > 1 && (onTrial || e.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError))
                    continue;
                throw;
            }
            catch (OperationCanceledException)
            {
                // Otherwise the time was over: the node may hang, so others go first. An answer clears it.
                if (request.Options.TryGetValue(CallerKey, out CancellationToken caller) && caller.IsCancellationRequested)
                    nodes.GivenUp(node);
                else
                    Fail(node, 0, "it did not answer in time");
                throw;
            }
        }
    }

    private async Task TryAsync(ElasticNode node, CancellationToken cancel)
    {
        using HttpRequestMessage head = new(HttpMethod.Head, node.Address);
        head.Headers.Authorization = credentials.Header();
        using HttpResponseMessage response = await base.SendAsync(head, cancel).ConfigureAwait(false);
        if (response.StatusCode >= HttpStatusCode.InternalServerError)
            throw new HttpRequestException(HttpRequestError.ConnectionError, $"HEAD / was answered with {(int)response.StatusCode}");
    }

    private void Fail(ElasticNode node, int status, string reason)
    {
        if (nodes.Failed(node))
            Log.Failed(logger, node, status, reason);
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.NodeFailed, LogLevel.Warning, "The store's node {Node} failed ({Status}: {Reason}); others go first until it answers")]
        public static partial void Failed(ILogger logger, ElasticNode node, int status, string reason);

        [LoggerMessage(EventIds.NodeBack, LogLevel.Information, "The store's node {Node} answers again")]
        public static partial void Back(ILogger logger, ElasticNode node);
    }
}
