using System.Net;
using System.Text;

namespace SocStore.Tests.Elastic.Cases;

/// <summary>A wire to a server that puts off every document of the first bulks, as one does whose queue is full.</summary>
internal sealed class BusyWire(int times) : DelegatingHandler
{
    private const string PutOff = """{"index":{"status":429,"error":{"type":"es_rejected_execution_exception","reason":"the queue is full"}}}""";

    /// <summary>How many bulks are still to be put off.</summary>
    public int Left { get; private set; } = times;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (Left == 0 || !request.RequestUri!.AbsolutePath.EndsWith("_bulk", StringComparison.Ordinal))
            return await base.SendAsync(request, cancellationToken);
        Left--;
        int documents = (await request.Content!.ReadAsStringAsync(cancellationToken)).Count(static c => c == '\n') / 2;
        string body = $"{{\"items\":[{string.Join(',', Enumerable.Repeat(PutOff, documents))}]}}";
        return new HttpResponseMessage(HttpStatusCode.OK) { RequestMessage = request, Content = new StringContent(body, Encoding.UTF8, "application/json") };
    }
}
