using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace SocHost.Kibana.Importing;

/// <summary>The connection to a Kibana: credentials on every request, no redirects, certificates always checked.</summary>
internal static class KibanaHttp
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>A client for a target.</summary>
    public static HttpClient Open(KibanaTarget target)
    {
        // A redirect would carry the credentials to wherever it leads.
        SocketsHttpHandler handler = new() { AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(10) };
        if (target.CaFile is { } authority)
            handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = Trust(authority) };
        HttpClient client = new(handler) { Timeout = Patience };
        if (target.ApiKey is { } key)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("ApiKey", Encoded(key));
        else if (target.User is { } user)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Base64($"{user}:{target.Password}"));
        return client;
    }

    private static X509ChainPolicy Trust(string authority)
    {
        X509ChainPolicy policy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(authority);
        return policy;
    }

    /// <summary>Keys are shown to people as <c>id:key</c> and travel encoded; a file may have either.</summary>
    private static string Encoded(string key) => key.Contains(':', StringComparison.Ordinal) ? Base64(key) : key;

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
