using System.Text;

namespace SocStore.Tests.Elastic.Cases;

/// <summary>
/// A wire to the server that a process dies on: at its n-th write the request is lost before it is sent, is sent in part,
/// or its answer is lost; nothing goes through afterwards.
/// </summary>
internal sealed class CutWire(int at, CutKind kind) : DelegatingHandler
{
    private int _writes;

    /// <summary>Whether the place of the cut was reached.</summary>
    public bool IsCut { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (IsCut)
            throw new HttpRequestException("the process is dead");
        if (!IsWrite(request) || ++_writes < at)
            return await base.SendAsync(request, cancellationToken);
        IsCut = true;
        if (kind == CutKind.Half && request.Content is not null && request.RequestUri!.AbsolutePath.EndsWith("_bulk", StringComparison.Ordinal))
        {
            string[] lines = (await request.Content.ReadAsStringAsync(cancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            string half = string.Concat(lines.Take(lines.Length / 4 * 2).Select(static l => l + "\n"));
            request.Content = new StringContent(half, Encoding.UTF8, "application/x-ndjson");
            if (half.Length > 0)
                (await base.SendAsync(request, cancellationToken)).Dispose();
        }
        else if (kind == CutKind.Answer)
        {
            (await base.SendAsync(request, cancellationToken)).Dispose();
        }

        throw new HttpRequestException("the process dies");
    }

    private static bool IsWrite(HttpRequestMessage request) =>
        request.Method == HttpMethod.Put || request.Method == HttpMethod.Delete || request.RequestUri!.AbsolutePath.EndsWith("_bulk", StringComparison.Ordinal);
}
