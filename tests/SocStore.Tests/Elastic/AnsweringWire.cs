using System.Net;
using System.Text;

namespace SocStore.Tests.Elastic;

/// <summary>A wire without a server: keeps what is sent and answers as it is told.</summary>
internal sealed class AnsweringWire(Func<string, string, (int Status, string Body)> answer) : DelegatingHandler
{
    private readonly Lock _gate = new();
    private readonly List<(string Path, string Body)> _requests = [];

    public IReadOnlyList<(string Path, string Body)> Requests
    {
        get
        {
            lock (_gate)
                return [.. _requests];
        }
    }

    public List<string?> Authorizations { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        string path = request.RequestUri!.PathAndQuery;
        lock (_gate)
        {
            _requests.Add((path, body));
            Authorizations.Add(request.Headers.Authorization?.ToString());
        }

        if (path == "/" && request.Method == HttpMethod.Get)
            return Make(200, """{"version":{"number":"8.19.0","build_flavor":"default"}}""");
        (int status, string text) = answer(path, body);
        return status == 0 ? throw new HttpRequestException("the connection was lost") : Make(status, text);
    }

    private static HttpResponseMessage Make(int status, string body) =>
        new((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
}
