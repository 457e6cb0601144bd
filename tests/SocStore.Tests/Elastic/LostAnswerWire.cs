namespace SocStore.Tests.Elastic;

/// <summary>A wire that loses one answer: the server takes the first call whose path has that part, and its sender does not learn it.</summary>
internal sealed class LostAnswerWire(string part) : DelegatingHandler
{
    private int _seen;

    /// <summary>How many such calls were sent.</summary>
    public int Seen => _seen;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
        if (!request.RequestUri!.AbsolutePath.Contains(part, StringComparison.Ordinal) || Interlocked.Increment(ref _seen) > 1)
            return response;
        response.Dispose();
        throw new HttpRequestException("the answer is lost");
    }
}
