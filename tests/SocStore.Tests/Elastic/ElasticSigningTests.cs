using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SocCore.Events;
using SocCore.Storage;
using SocStore.Elastic;
using SocStore.Elastic.Foreign;
using SocStore.Elastic.Gateway;
using SocStore.Elastic.Setup;
using SocStore.Tests.Elastic.Tls;
using SocStore.Tests.Embedded;
using SocTesting;
using SocTesting.Elastic;
using Xunit;

namespace SocStore.Tests.Elastic;

public sealed class ElasticSigningTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Secret_is_read_again_when_its_file_changes()
    {
        using TemporaryFolder folder = new();
        string file = Path.Combine(folder.Path, "key");
        await File.WriteAllTextAsync(file, "id:first\n", Cancel);
        using AnsweringWire wire = new(static (_, _) => (200, "{}"));
        using ElasticGateway gateway = new(new ElasticOptions { ApiKeyFile = file }, TimeProvider.System, NullLoggerFactory.Instance, wire);
        (await gateway.SendAsync(ElasticRequest.Get("_cluster/health"), Cancel)).Dispose();
        await File.WriteAllTextAsync(file, "aWQ6c2Vjb25k", Cancel);
        (await gateway.SendAsync(ElasticRequest.Get("_cluster/health"), Cancel)).Dispose();
        Assert.Equal(["ApiKey " + Convert.ToBase64String("id:first"u8), "ApiKey aWQ6c2Vjb25k"], wire.Authorizations);
    }

    [Fact]
    public async Task User_and_api_key_sign_in_on_a_server_with_security_and_a_wrong_one_is_an_outage()
    {
        if (TestServerProcess.WhyNot(SearchServer.Elasticsearch) is { } reason)
            Assert.Skip($"Elasticsearch is absent: {reason}");
        await using TestServerProcess server = await TestServerProcess.StartAsync(SearchServer.Elasticsearch, Cancel, "--password", "s3cret");
        ElasticOptions options = new() { Nodes = [server.Address.AbsoluteUri], Username = "elastic", Password = "s3cret" };
        using ElasticGateway user = new(options, TimeProvider.System, NullLoggerFactory.Instance);
        Assert.Equal(ElasticProduct.Elasticsearch, (await user.ConnectAsync(Cancel)).Product);
        string key = await KeyAsync(user, """["monitor"]""", """["read"]""");
        using ElasticGateway signed = new(options with { Username = null, Password = null, ApiKey = key }, TimeProvider.System, NullLoggerFactory.Instance);
        (await signed.SendAsync(ElasticRequest.Get("_cluster/health"), Cancel)).Dispose();
        using ElasticGateway wrong = new(options with { Password = "guess" }, TimeProvider.System, NullLoggerFactory.Instance);
        ElasticException denied = await Assert.ThrowsAsync<ElasticException>(() => wrong.SendAsync(ElasticRequest.Get("_cluster/health"), Cancel));
        Assert.Equal((ElasticFailure.Denied, 401, true), (denied.Failure, denied.Status, denied.IsOutage));
        await CheckRightsAsync(user, options with { Username = null, Password = null, Namespace = "hcmc" });
        await CheckForeignRightsAsync(user, options with { Username = null, Password = null, Namespace = "hcmc" });
    }

    /// <summary>What the guide says a key has to be allowed is enough: one for the setup, a smaller one for the service.</summary>
    private static async Task CheckRightsAsync(ElasticGateway user, ElasticOptions options)
    {
        string setupKey = await KeyAsync(user, """["monitor","manage_index_templates"]""", """["manage"]""");
        string serviceKey = await KeyAsync(user, """["monitor"]""", """["create_doc","read","view_index_metadata","maintenance","auto_configure"]""");
        using (ElasticGateway setup = new(options with { ApiKey = setupKey }, TimeProvider.System, NullLoggerFactory.Instance))
            await new ElasticSetup(setup, NullLogger.Instance).RunAsync(5, Cancel);
        using ElasticStore store = new(options with { ApiKey = serviceKey, AutoSetup = false }, TimeProvider.System, NullLoggerFactory.Instance);
        using EventBatch batch = Some.Batch("""{"message":"one"}""");
        Assert.Equal(1, (await store.Events.AppendAsync(batch, new SpoolPosition(1, 1), mayRepeat: true, Cancel)).Stored);
        using EventBatch found = await store.Events.GetAsync([batch[0].Id], AgencyScope.City, Cancel);
        Assert.Equal(1, found.Count);
        Assert.Empty(await store.Cases.GetCursorsAsync(Cancel));
        ElasticException forbidden = await Assert.ThrowsAsync<ElasticException>(() => store.EraseAsync(Cancel));
        Assert.Equal((ElasticFailure.Denied, 403), (forbidden.Failure, forbidden.Status));
    }

    /// <summary>Feeds whose indices a key may not see or read say so, and two rights are enough.</summary>
    private static async Task CheckForeignRightsAsync(ElasticGateway user, ElasticOptions options)
    {
        (await user.SendAsync(ElasticRequest.Put("beat-1/_doc/1?refresh=true", Encoding.UTF8.GetBytes("""{"@timestamp":"2026-03-12T01:59:59Z"}""")), Cancel)).Dispose();
        ForeignPattern[] feeds = [new() { Name = "all", Pattern = "beat-*" }, new() { Name = "one", Pattern = "beat-1" }];
        foreach ((string rights, string all, string one) in ((string, string, string)[])
            [("""["monitor"]""", "No index that the key may see", "403 security_exception"), ("""["view_index_metadata"]""", "none of them may be read", "none of them may be read"), ("""["read","view_index_metadata"]""", "", "")])
        {
            string key = await KeyAsync(user, """["monitor"]""", """["read"]""", rights);
            using ElasticGateway gateway = new(options with { ApiKey = key, Foreign = new ForeignOptions { Patterns = feeds } }, TimeProvider.System, NullLoggerFactory.Instance);
            FakeTimeProvider clock = new(Some.Time);
            await using IForeignReading reading = await new ElasticForeignEvents(gateway, clock, NullLogger.Instance).OpenAsync(static (_, _) => default, Cancel);
            List<LedgerRow> rows = [];
            long events = 0;
            for (int i = 0; i < 8; i++, clock.Advance(TimeSpan.FromSeconds(1.5)))
            {
                if (await reading.NextAsync(Cancel) is not { } found)
                    continue;
                events += found.Events.Count;
                rows.AddRange(found.Ledger);
                found.Events.Dispose();
            }

            Assert.Equal(all.Length == 0 ? 2 : 0, events);
            foreach ((string feed, string text) in ((string, string)[])[("foreign/all × unassigned", all), ("foreign/one × unassigned", one)])
            {
                if (text.Length > 0)
                    Assert.Contains(text, Assert.Single(rows, r => r.Subject == feed && (r.Kind is "failed" or "blind")).Text, StringComparison.Ordinal);
                else
                    Assert.DoesNotContain(rows, r => r.Subject == feed && (r.Kind is "failed" or "blind"));
            }
        }
    }

    private static async Task<string> KeyAsync(ElasticGateway user, string cluster, string streams, string foreign = """["none"]""")
    {
        JsonNode body = JsonNode.Parse($$"""
            { "name": "soc", "role_descriptors": { "soc": { "cluster": {{cluster}}, "indices": [
                { "names": ["logs-*-hcmc"], "privileges": {{streams}} },
                { "names": ["beat-*"], "privileges": {{foreign}} },
                { "names": ["soc-*"], "privileges": ["all"] } ] } } }
            """)!;
        using ElasticResponse made = await user.SendAsync(ElasticRequest.Post("_security/api_key", body), Cancel);
        return $"{made.Root.GetProperty("id").GetString()}:{made.Root.GetProperty("api_key").GetString()}";
    }

    [Fact]
    public async Task Server_is_believed_for_the_authority_that_is_pinned_and_for_no_other()
    {
        using X509Certificate2 root = TestCertificates.Authority("CN=City root");
        using X509Certificate2 authority = TestCertificates.Authority("CN=City CA", root);
        using X509Certificate2 other = TestCertificates.Authority("CN=City CA", root);
        using X509Certificate2 certificate = TestCertificates.Server(authority, "localhost");
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        Task serving = ServeAsync(listener, certificate, authority, stop.Token);
        string port = $"{((IPEndPoint)listener.LocalEndpoint).Port}";
        using TemporaryFolder folder = new();
        string file = Path.Combine(folder.Path, "ca.pem");
        await File.WriteAllTextAsync(file, root.ExportCertificatePem(), Cancel);
        ElasticOptions named = new() { Nodes = [$"https://localhost:{port}"], Retries = 0 };
        Assert.True(await ConnectsAsync(named with { CaFingerprint = authority.GetCertHashString(HashAlgorithmName.SHA256) }));
        Assert.True(await ConnectsAsync(named with { CaFile = file }));
        Assert.False(await ConnectsAsync(named with { CaFingerprint = other.GetCertHashString(HashAlgorithmName.SHA256) }));
        Assert.False(await ConnectsAsync(named));
        // The right authority for another name.
        Assert.False(await ConnectsAsync(named with { Nodes = [$"https://127.0.0.1:{port}"], CaFingerprint = authority.GetCertHashString(HashAlgorithmName.SHA256) }));
        await stop.CancelAsync();
        await serving;
    }

    private static async Task<bool> ConnectsAsync(ElasticOptions options)
    {
        using ElasticGateway gateway = new(options, TimeProvider.System, NullLoggerFactory.Instance);
        try
        {
            await gateway.ConnectAsync(Cancel);
            return true;
        }
        catch (ElasticException e) when (e.Failure == ElasticFailure.Unreachable)
        {
            return false;
        }
    }

    /// <summary>Answers each connection's first request as a server does that shows its authority with its certificate.</summary>
    private static async Task ServeAsync(TcpListener listener, X509Certificate2 certificate, X509Certificate2 authority, CancellationToken cancel)
    {
        SslStreamCertificateContext context = SslStreamCertificateContext.Create(certificate, [authority], offline: true);
        try
        {
            while (true)
            {
                using TcpClient client = await listener.AcceptTcpClientAsync(cancel);
                await using SslStream tls = new(client.GetStream());
                try
                {
                    await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = context }, cancel);
                    byte[] request = new byte[4096];
                    if (await tls.ReadAsync(request, cancel) == 0)
                        continue;
                    const string Body = """{"version":{"number":"9.1.0"}}""";
                    await tls.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {Body.Length}\r\nConnection: close\r\n\r\n{Body}"), cancel);
                }
                catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException)
                {
                    // The client did not believe it, which is what some of them are for.
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }
}
