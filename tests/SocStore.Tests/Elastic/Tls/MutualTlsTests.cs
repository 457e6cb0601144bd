using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SocStore.Elastic.Gateway;
using SocStore.Tests.Embedded;
using Xunit;

namespace SocStore.Tests.Elastic.Tls;

/// <summary>Both ends show who they are: a node that demands a certificate, and one whose authority is pinned.</summary>
public sealed class MutualTlsTests : IDisposable
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly TemporaryFolder _folder = new();
    private readonly X509Certificate2 _root = TestCertificates.Authority("CN=City root");
    private readonly X509Certificate2 _clients = TestCertificates.Authority("CN=Clients CA");

    // Below a root: what pins an authority needs it shown, and a server shows no root.
    private readonly X509Certificate2 _nodes;

    public MutualTlsTests() => _nodes = TestCertificates.Authority("CN=Nodes CA", _root);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _nodes.Dispose();
        _root.Dispose();
        _clients.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Client_with_a_certificate_of_the_authority_is_let_in_by_its_name()
    {
        await using TlsNode node = await StartAsync();
        using X509Certificate2 client = TestCertificates.Client(_clients, "collector-1", Hour);
        using ElasticGateway gateway = Gateway(Write(Options(node), client));
        Assert.Equal(ElasticProduct.Elasticsearch, (await gateway.ConnectAsync(Cancel)).Product);
        (await gateway.SendAsync(ElasticRequest.Get("_cluster/health"), Cancel)).Dispose();
        Assert.Equal([("collector-1", "GET /"), ("collector-1", "GET /_cluster/health")], node.Calls);
    }

    [Fact]
    public async Task Client_shows_the_authorities_between_that_its_file_names()
    {
        await using TlsNode node = await StartAsync();
        using X509Certificate2 between = TestCertificates.Authority("CN=Clients CA of District 1", _clients);
        using X509Certificate2 client = TestCertificates.Client(between, "collector-2", Hour);
        ElasticOptions options = Write(Options(node), client);
        // The node knows the root alone: without the one between there is no way to it.
        Assert.False(await ConnectsAsync(options));
        await File.AppendAllTextAsync(options.ClientCertificateFile!, Environment.NewLine + between.ExportCertificatePem(), Cancel);
        Assert.True(await ConnectsAsync(options));
        Assert.Equal(("collector-2", "GET /"), Assert.Single(node.Calls));
    }

    [Fact]
    public async Task Client_without_a_certificate_or_with_one_of_others_or_an_old_one_is_not_let_in()
    {
        await using TlsNode node = await StartAsync();
        using X509Certificate2 strangers = TestCertificates.Authority("CN=Clients CA");
        using X509Certificate2 wrong = TestCertificates.Client(strangers, "collector-1", Hour);
        using X509Certificate2 old = TestCertificates.Client(_clients, "collector-1", -Hour);
        ElasticException lost = await Assert.ThrowsAsync<ElasticException>(async () => await Gateway(Options(node)).ConnectAsync(Cancel));
        Assert.Contains("ClientCertificateFile", lost.Message, StringComparison.Ordinal);
        Assert.False(await ConnectsAsync(Write(Options(node), wrong)));
        Assert.False(await ConnectsAsync(Write(Options(node), old)));
        Assert.Empty(node.Calls);
        using X509Certificate2 right = TestCertificates.Client(_clients, "collector-1", Hour);
        Assert.True(await ConnectsAsync(Write(Options(node), right)));
    }

    [Fact]
    public async Task Client_with_the_right_certificate_tells_nothing_to_a_node_of_another_authority()
    {
        await using TlsNode node = await StartAsync();
        using X509Certificate2 client = TestCertificates.Client(_clients, "collector-1", Hour);
        using X509Certificate2 others = TestCertificates.Authority("CN=City root");
        ElasticOptions options = Write(Options(node), client);
        string file = Path.Combine(_folder.Path, "others.pem");
        await File.WriteAllTextAsync(file, others.ExportCertificatePem(), Cancel);
        Assert.False(await ConnectsAsync(options with { CaFingerprint = others.GetCertHashString(HashAlgorithmName.SHA256) }));
        Assert.False(await ConnectsAsync(options with { CaFingerprint = null, CaFile = file }));
        Assert.False(await ConnectsAsync(options with { CaFingerprint = null }));
        Assert.False(await ConnectsAsync(options with { Nodes = [$"https://127.0.0.1:{node.Address.Port}"] }));
        Assert.Empty(node.Calls);
        await File.WriteAllTextAsync(file, others.ExportCertificatePem() + Environment.NewLine + _root.ExportCertificatePem(), Cancel);
        Assert.True(await ConnectsAsync(options with { CaFingerprint = null, CaFile = file }));
    }

    [Fact]
    public void Files_that_are_no_certificate_and_key_are_named()
    {
        using X509Certificate2 client = TestCertificates.Client(_clients, "collector-1", Hour);
        using X509Certificate2 other = TestCertificates.Client(_clients, "collector-2", Hour);
        ElasticOptions right = Write(new ElasticOptions(), client);
        Assert.Empty(right.Problems());
        Assert.Contains("ClientCertificateFile is '/nonexistent/a.pem'; it must be a file that is there", Refusal(right with { ClientCertificateFile = "/nonexistent/a.pem" }), StringComparison.Ordinal);
        Assert.Contains("ClientKeyFile is '/nonexistent/a.key'; it must be a file that is there", Refusal(right with { ClientKeyFile = "/nonexistent/a.key" }), StringComparison.Ordinal);
        File.WriteAllText(right.ClientKeyFile!, other.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        Assert.Contains($"'{right.ClientCertificateFile}'", Refusal(right), StringComparison.Ordinal);
        File.WriteAllText(right.ClientKeyFile!, "no key");
        Assert.Contains($"'{right.ClientKeyFile}'", Refusal(right), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nodes_that_the_cluster_names_are_asked_in_turn_and_a_dead_one_is_left_out_until_it_is_back()
    {
        using X509Certificate2 certificate = TestCertificates.Server(_nodes, "localhost");
        using X509Certificate2 client = TestCertificates.Client(_clients, "collector-1", Hour);
        await using TlsNode first = await TlsNode.StartAsync(certificate, _nodes, _clients);
        TlsNode second = await TlsNode.StartAsync(certificate, _nodes, _clients);
        int port = second.Address.Port;
        string named = $"{{\"nodes\":{{{Named("data", first.Address.Port)},{Named("ingest", port)},{Named("master", 1)}}}}}";
        first.Answer = path => path.StartsWith("/_nodes/http", StringComparison.Ordinal) ? named : null;
        FakeTimeProvider clock = new(TimeProvider.System.GetUtcNow());
        clock.Advance(TimeSpan.FromMinutes(6));
        using ElasticGateway gateway = new(Write(Options(first), client) with { Sniff = true, Retries = 0 }, clock, NullLoggerFactory.Instance);
        await AskAsync(gateway, 4);
        Assert.Equal(2, gateway.Nodes.Count);
        Assert.Equal(2, second.Calls.Count);

        await second.DisposeAsync();
        int before = first.Calls.Count;
        // No call fails: what could not be connected is sent to the other node at once.
        await AskAsync(gateway, 6);
        Assert.Equal(before + 6, first.Calls.Count);
        Assert.Equal(1, gateway.Nodes.Single(n => n.Address.Port == port).Failures);

        second = await TlsNode.StartAsync(certificate, _nodes, _clients, port);
        await using (second)
        {
            await AskAsync(gateway, 2);
            Assert.Empty(second.Calls);
            clock.Advance(TimeSpan.FromSeconds(2));
            await AskAsync(gateway, 4);
            Assert.Equal(["HEAD /", "GET /_cluster/health", "GET /_cluster/health"], second.Calls.Select(static c => c.Call));
            Assert.All(gateway.Nodes, static n => Assert.Equal(0, n.Failures));
        }
    }

    /// <summary>A node as the cluster names it.</summary>
    private static string Named(string role, int port) => $$$"""
        "{{{role}}}":{"roles":["{{{role}}}"],"http":{"publish_address":"localhost/127.0.0.1:{{{port}}}"}}
        """;

    private static async Task AskAsync(ElasticGateway gateway, int times)
    {
        for (int i = 0; i < times; i++)
            (await gateway.SendAsync(ElasticRequest.Get("_cluster/health"), Cancel)).Dispose();
    }

    private static ElasticGateway Gateway(ElasticOptions options) => new(options, TimeProvider.System, NullLoggerFactory.Instance);

    private static string Refusal(ElasticOptions options) => Assert.Throws<ArgumentException>(() => Gateway(options).Dispose()).Message;

    private static async Task<bool> ConnectsAsync(ElasticOptions options)
    {
        using ElasticGateway gateway = Gateway(options);
        try
        {
            await gateway.ConnectAsync(Cancel);
            return true;
        }
        catch (ElasticException e) when (e is { Failure: ElasticFailure.Unreachable, IsOutage: true })
        {
            TestContext.Current.TestOutputHelper?.WriteLine(e.Message);
            return false;
        }
    }

    private ElasticOptions Options(TlsNode node) => new() { Nodes = [node.Address.AbsoluteUri], CaFingerprint = _nodes.GetCertHashString(HashAlgorithmName.SHA256), Retries = 0 };

    private async Task<TlsNode> StartAsync()
    {
        X509Certificate2 certificate = TestCertificates.Server(_nodes, "localhost");
        return await TlsNode.StartAsync(certificate, _nodes, _clients);
    }

    private ElasticOptions Write(ElasticOptions options, X509Certificate2 client)
    {
        string name = Path.Combine(_folder.Path, client.GetCertHashString());
        File.WriteAllText(name + ".pem", client.ExportCertificatePem());
        File.WriteAllText(name + ".key", client.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        return options with { ClientCertificateFile = name + ".pem", ClientKeyFile = name + ".key" };
    }
}
