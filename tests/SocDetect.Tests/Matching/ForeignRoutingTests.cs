using System.Text.Json;
using System.Text.Json.Nodes;
using SocCore.Events;
using SocCore.Rules;
using SocDetect.Matching;
using SocDetect.Sigma;
using SocDetect.Tests.Sigma;
using SocStore.Elastic.Foreign;
using SocTesting;
using Xunit;

namespace SocDetect.Tests.Matching;

/// <summary>Documents as Winlogbeat and Filebeat's modules write them meet Sigma's rules as they are.</summary>
public sealed class ForeignRoutingTests
{
    private const string Rules = """
        title: Account made
        id: account
        logsource: { product: windows, service: security }
        detection: { s: { EventID: 4741, SubjectUserName: at_adm }, condition: s }
        ---
        title: Name asked for
        id: query
        logsource: { product: windows, category: dns_query }
        detection: { s: { QueryName|endswith: microsoft.com }, condition: s }
        ---
        title: Process
        id: process
        logsource: { product: windows, category: process_creation }
        detection: { s: { Image|endswith: '.exe' }, condition: s }
        ---
        title: Registry
        id: registry
        logsource: { product: windows, category: registry_set }
        detection: { s: { TargetObject|contains: '\\' }, condition: s }
        ---
        title: Classic
        id: classic
        logsource: { product: windows, category: ps_classic_start }
        detection: { s: { EventID: 400 }, condition: s }
        ---
        title: Log-in refused
        id: ssh
        logsource: { product: linux, service: sshd }
        detection: { s: { event.outcome: failure }, condition: s }
        ---
        title: Page not found
        id: web
        logsource: { category: webserver }
        detection: { s: { sc-status: 404 }, condition: s }
        ---
        title: Packet
        id: packet
        logsource: { category: firewall }
        detection: { s: { dst_port: 443 }, condition: s }
        ---
        title: System call
        id: audit
        logsource: { product: linux, service: auditd }
        detection: { s: { type|startswith: a }, condition: s }
        ---
        title: Own
        id: own
        logsource: { product: gate }
        detection: { s: { level: high }, condition: s }

        """;

    private static readonly IReadOnlyList<DatasetLogSource> Declared = [new("vendor.gate", new LogSource(Product: "gate"))];

    [Fact]
    public void Winlogbeat_documents_meet_rules_by_channel_number_and_category()
    {
        List<JsonNode> documents = Read("beats-winlogbeat", "*.golden.json");
        Assert.True(documents.Count >= 230);
        ILookup<string, JsonNode> hits = Match(documents);
        Assert.Equal("4741", Number(Assert.Single(hits["account"])));
        // Each number by itself, counted from the documents.
        Assert.Equal(documents.Count(static d => Number(d) == "22" && d["dns"]!["question"]!["name"]!.GetValue<string>().EndsWith("microsoft.com", StringComparison.OrdinalIgnoreCase)), hits["query"].Count());
        Assert.NotEmpty(hits["query"]);
        Assert.Equal(documents.Count(static d => (Channel(d), Number(d)) is ("Security", "4688") or ("Microsoft-Windows-Sysmon/Operational", "1")), hits["process"].Count());
        Assert.Equal(2, hits["process"].Count());
        Assert.Equal(documents.Count(static d => Channel(d).Contains("Sysmon", StringComparison.Ordinal) && Number(d) == "13"), hits["registry"].Count());
        Assert.Equal(documents.Count(static d => (Channel(d), Number(d)) is ("Windows PowerShell", "400")), hits["classic"].Count());
    }

    [Fact]
    public void Filebeat_documents_meet_rules_by_dataset()
    {
        List<JsonNode> documents = Read("beats-filebeat", "*-expected.json");
        ILookup<string, JsonNode> hits = Match(documents);
        Assert.Equal(documents.Count(static d => Text(d, "event.dataset") == "system.auth" && Text(d, "process.name") == "sshd" && Text(d, "event.outcome") == "failure"), hits["ssh"].Count());
        Assert.NotEmpty(hits["ssh"]);
        string[] web = ["nginx.access", "nginx.ingress_controller", "apache.access", "iis.access", "traefik.access"];
        Assert.Equal(documents.Count(d => web.Contains(Text(d, "event.dataset")) && Text(d, "http.response.status_code") == "404"), hits["web"].Count());
        Assert.NotEmpty(hits["web"]);
        string[] firewall = ["iptables.log", "cisco.asa", "cisco.ftd", "fortinet.firewall", "panw.panos"];
        Assert.Equal(documents.Count(d => firewall.Contains(Text(d, "event.dataset")) && Text(d, "destination.port") == "443"), hits["packet"].Count());
        Assert.NotEmpty(hits["packet"]);
        Assert.NotEmpty(hits["audit"]);
        Assert.All(hits["audit"], static d => Assert.Equal("auditd.log", Text(d, "event.dataset")));
    }

    [Fact]
    public void Dataset_that_the_settings_declare_is_met_and_one_that_a_source_declares_is_the_sources()
    {
        List<JsonNode> documents = [JsonNode.Parse("""{"data_stream":{"dataset":"vendor.gate"},"level":"high"}""")!, JsonNode.Parse("""{"event.dataset":"vendor.other","level":"high"}""")!];
        Assert.Single(Match(documents)["own"]);
        ForeignOffers offers = new(Declared);
        DatasetLogSource[] sources = [new("vendor.gate", new LogSource(Product: "valve")), new("nginx.access", new LogSource(Product: "ours"))];
        IReadOnlyList<DatasetLogSource> all = offers.With(sources);
        Assert.Same(all, offers.With(sources));
        Assert.Equal("valve", Assert.Single(all, static o => o.Dataset == "vendor.gate").LogSource.Product);
        Assert.Equal("ours", Assert.Single(all, static o => o.Dataset == "nginx.access").LogSource.Product);
        Assert.Contains(all, static o => o.Dataset == "apache.access");
    }

    private static ILookup<string, JsonNode> Match(List<JsonNode> documents)
    {
        using RuleFolder folder = new RuleFolder().Write("rules.yml", Rules);
        RuleLoadResult loaded = folder.Load(new RuleLoadOptions { MappingFolders = [Path.Combine(SharedData.Root, "rules", "mappings")] });
        Assert.DoesNotContain(loaded.Problems, static p => !p.IsWarning);
        using EventBatchBuilder builder = new();
        for (int i = 0; i < documents.Count; i++)
        {
            JsonNode source = documents[i];
            if (source["@timestamp"] is null)
                source["@timestamp"] = "2026-03-12T02:00:00.000Z";
            using JsonDocument hit = JsonDocument.Parse(new JsonObject { ["_source"] = source.DeepClone() }.ToJsonString());
            Assert.Null(ForeignDocument.Read(hit.RootElement, new EventId(1, (ulong)i), new ForeignOrigin("beats", "so-gtvt", null, null), builder));
        }

        using EventBatch batch = builder.Build();
        List<RuleHit> hits = [];
        RuleMatcher.Compile(loaded.Set, new ForeignOffers(Declared).With([])).Match(batch, hits);
        return hits.ToLookup(h => loaded.Set.Rules[h.Rule].Id, h => documents[h.Event]);
    }

    private static List<JsonNode> Read(string folder, string pattern) =>
    [
        .. Directory.EnumerateFiles(SharedData.Get(folder), pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .SelectMany(static f => JsonNode.Parse(File.ReadAllText(f))!.AsArray()).Select(static d => d!),
    ];

    private static string Number(JsonNode document) => document["winlog"]!["event_id"]!.GetValue<string>();

    private static string Channel(JsonNode document) => document["winlog"]!["channel"]!.GetValue<string>();

    private static string Text(JsonNode document, string field) => document[field]?.ToString() ?? "";
}
