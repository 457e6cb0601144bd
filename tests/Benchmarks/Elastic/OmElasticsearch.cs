using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Benchmarks.Collect;

namespace Benchmarks.Elastic;

/// <summary>
/// The peer: Debian's rsyslog with omelasticsearch, unpacked and not installed. Its lines come by TCP, each with stream, id and
/// the finished document, so that it only has to cut them apart; its batches and workers are those of the plan.
/// </summary>
internal sealed class OmElasticsearch : IElasticSender
{
    private const byte Separator = (byte)'^';

    private readonly Contender _contender;
    private readonly string _folder;
    private readonly byte[] _warm;
    private readonly byte[] _measured;

    private OmElasticsearch(Contender contender, string folder, byte[] warm, byte[] measured)
    {
        _contender = contender;
        _folder = folder;
        _warm = warm;
        _measured = measured;
    }

    public string Name => "rsyslog";

    public int Id => _contender.Id;

    /// <summary>Says why the peer cannot run; null when it can.</summary>
    public static string? Missing(string root) =>
        File.Exists(Path.Combine(Libraries(root), "rsyslog", "omelasticsearch.so"))
            ? null
            : "omelasticsearch is absent; './build.sh bench elastic' unpacks it below .cache/debian where Debian's packages can be had, or set SOC_RSYSLOG to an unpacked root";

    public static async Task<OmElasticsearch> StartAsync(string root, ElasticPlan plan)
    {
        CityDocuments documents = new(plan.Options);
        byte[] warm = documents.Lines(plan.WarmUp, Separator);
        byte[] measured = documents.Lines(plan.Events, Separator);
        string folder = Directory.CreateTempSubdirectory("soc-omelasticsearch-").FullName;
        int port = FreePort();
        string settings = Path.Combine(folder, "rsyslog.conf");
        await File.WriteAllTextAsync(settings, Settings(plan, folder, port));
        ProcessStartInfo command = new(Path.Combine(Unpacked(root), "usr", "sbin", "rsyslogd"), ["-n", "-i", "NONE", "-M", Path.Combine(Libraries(root), "rsyslog"), "-f", settings]);
        command.Environment["LD_LIBRARY_PATH"] = Libraries(root);
        Contender contender = await Contender.StartAsync("rsyslog", command, port, Path.Combine(folder, "errors.json"));
        return new OmElasticsearch(contender, folder, warm, measured);
    }

    public Task WarmUpAsync() => Blaster.SendAsync(_contender.EndPoint, _warm, connections: 1, octet: false);

    public Task SendAsync() => Blaster.SendAsync(_contender.EndPoint, _measured, connections: 1, octet: false);

    public void Dispose()
    {
        _contender.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string Settings(ElasticPlan plan, string folder, int port)
    {
        string batch = plan.Batch.ToString(CultureInfo.InvariantCulture);
        string separator = Separator.ToString(CultureInfo.InvariantCulture);
        return $$"""
            global(workDirectory="{{folder}}" maxMessageSize="64k" net.enableDNS="off")
            module(load="imptcp" threads="1")
            module(load="omelasticsearch")
            template(name="stream" type="string" string="%rawmsg:F,{{separator}}:1%")
            template(name="id" type="string" string="%rawmsg:F,{{separator}}:2%")
            template(name="document" type="string" string="%rawmsg:F,{{separator}}:3%")
            main_queue(queue.type="FixedArray" queue.size="50000" queue.dequeueBatchSize="{{batch}}" queue.minDequeueBatchSize="{{batch}}" queue.minDequeueBatchSize.timeout="1000" queue.workerThreads="{{plan.Connections.ToString(CultureInfo.InvariantCulture)}}" queue.workerThreadMinimumMessages="{{batch}}" queue.timeoutEnqueue="600000")
            ruleset(name="in") {
              action(type="omelasticsearch" server="http://{{plan.Address.Host}}" serverport="{{plan.Address.Port.ToString(CultureInfo.InvariantCulture)}}" template="document" searchIndex="stream" dynSearchIndex="on" searchType="" bulkmode="on" writeoperation="create" bulkid="id" dynbulkid="on" maxbytes="16m" errorfile="{{Path.Combine(folder, "errors.json")}}" action.resumeRetryCount="-1")
            }
            input(type="imptcp" address="127.0.0.1" port="{{port.ToString(CultureInfo.InvariantCulture)}}" ruleset="in")
            """;
    }

    private static string Unpacked(string root) =>
        Environment.GetEnvironmentVariable("SOC_RSYSLOG") is { Length: > 0 } set ? set : Path.Combine(root, ".cache", "debian");

    private static string Libraries(string root) => Path.Combine(Unpacked(root), "usr", "lib", "x86_64-linux-gnu");

    private static int FreePort()
    {
        using TcpListener probe = new(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
