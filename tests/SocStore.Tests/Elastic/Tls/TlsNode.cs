using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace SocStore.Tests.Elastic.Tls;

/// <summary>
/// A node behind a real TLS server (Kestrel) on the loopback: it shows its certificate, and where it trusts an authority of
/// clients, it demands a certificate from it before it reads a request.
/// </summary>
internal sealed class TlsNode : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TlsNode(WebApplication app) => _app = app;

    /// <summary>Its address, by the name in its certificate.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Who asked for what, in order; the name is empty for a client without a certificate.</summary>
    public ConcurrentQueue<(string Client, string Call)> Calls { get; } = [];

    /// <summary>What it answers to a path; <c>GET /</c> as a server does when null.</summary>
    public Func<string, string?> Answer { get; set; } = static _ => null;

    /// <summary>Starts one; port 0 takes a free one.</summary>
    public static async Task<TlsNode> StartAsync(X509Certificate2 certificate, X509Certificate2 authority, X509Certificate2? clients = null, int port = 0)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.UseHttps(https =>
            {
                https.ServerCertificate = certificate;
                https.ServerCertificateChain = [authority];
                if (clients is null)
                    return;
                https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
                https.ClientCertificateValidation = (shown, chain, _) => IsTrusted(shown, chain, clients);
            });
        }));
        WebApplication app = builder.Build();
        TlsNode node = new(app);
        app.Run(node.HandleAsync);
        await app.StartAsync();
        node.Address = new Uri($"https://localhost:{new Uri(app.Urls.Single()).Port}/");
        return node;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static bool IsTrusted(X509Certificate2 shown, X509Chain? sent, X509Certificate2 root)
    {
        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        if (sent is not null)
            chain.ChainPolicy.ExtraStore.AddRange(sent.ChainPolicy.ExtraStore);
        return chain.Build(shown);
    }

    private async Task HandleAsync(HttpContext context)
    {
        string path = context.Request.Path + context.Request.QueryString;
        Calls.Enqueue((context.Connection.ClientCertificate?.GetNameInfo(X509NameType.SimpleName, forIssuer: false) ?? "", $"{context.Request.Method} {path}"));
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(Answer(path) ?? """{"version":{"number":"9.1.0"}}""");
    }
}
