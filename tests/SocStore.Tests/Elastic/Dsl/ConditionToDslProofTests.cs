using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using SocCore.Conditions;
using SocCore.Events;
using SocStore.Elastic.Dsl;
using SocStore.Elastic.Gateway;
using SocTesting.Conditions;
using SocTesting.Elastic;
using Xunit;

namespace SocStore.Tests.Elastic.Dsl;

/// <summary>Random conditions on random events: a real server finds what the matcher finds.</summary>
public sealed class ConditionToDslProofTests(SearchServers servers)
{
    private static readonly bool IsFull = Environment.GetEnvironmentVariable("SOC_PROOF") == "full";

    /// <summary>Conditions × events of one way of mapping.</summary>
    private static (int Conditions, int Events) Size => IsFull ? (150, 80) : (60, 40);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Each server, each way of mapping.</summary>
    public static TheoryData<SearchServer, string> Ways
    {
        get
        {
            TheoryData<SearchServer, string> ways = [];
            foreach (SearchServer server in Enum.GetValues<SearchServer>())
            {
                foreach (string way in (string[])["declared", "keyed", "shifted", "short"])
                    ways.Add(server, way);
            }

            return ways;
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Random_conditions_find_exactly_the_random_events_that_the_matcher_finds(SearchServer server, string way)
    {
        (int conditions, int events) = Size;
        uint seed = way[0];
        IReadOnlyList<string> documents = [.. Hostile.Take(Hostile.Document, 300 + seed, events / 2), .. Hostile.Take(Hostile.TidyDocument, 400 + seed, events / 2)];
        IReadOnlyList<Condition> asked = Hostile.Take(Hostile.Condition, 500 + seed, conditions);
        using EventBatch batch = Hostile.Batch(1, documents);
        ProofIndex index = Index(way);
        await using ProofServer proof = await ProofServer.OpenAsync(await servers.GetAsync(server), index, batch);
        DslBounds[] bounds = [.. asked.Select(c => ConditionToDsl.Translate(c, index))];
        IReadOnlyList<IReadOnlySet<int>> found = await proof.FindAsync([.. bounds.SelectMany(static b => (DslQuery[])[b.Lower, b.Upper])]);
        int telling = 0;
        int byStore = 0;
        for (int c = 0; c < asked.Count; c++)
        {
            int met = 0;
            string asks = bounds[c].Lower.ToString() + bounds[c].Upper;
            for (int e = 0; e < batch.Count; e++)
            {
                bool meets = ConditionMatcher.Matches(asked[c], batch[e]);
                met += meets ? 1 : 0;
                bool sure = found[2 * c].Contains(e);
                bool maybe = found[(2 * c) + 1].Contains(e);
                bool decided = bounds[c].IsFinal || (bounds[c].IsExact && !proof.IsOddIn(e, asks));
                bool agrees = (!sure || meets) && (!meets || maybe) && (sure == maybe || !decided);
                byStore += decided ? 1 : 0;
                Assert.True(agrees, $"The matcher says {meets}, the server {sure}..{maybe} of {asked[c]} on {documents[e]}\n{bounds[c].Lower}\n{bounds[c].Upper}");
            }

            telling += met > 0 && met < batch.Count ? 1 : 0;
        }

        // Conditions that all events meet, or none, would agree by chance.
        Assert.InRange(telling, conditions / 4, conditions);
        Assert.InRange(byStore, conditions * events / 5, conditions * events);
        TestContext.Current.TestOutputHelper?.WriteLine($"{conditions * events} pairs, {byStore} decided by the server alone; {telling} of {conditions} conditions part the events.");
    }

    /// <summary>What costs an automaton most: long texts, texts that repeat themselves, many runs, many single places.</summary>
    [Theory]
    [InlineData(SearchServer.Elasticsearch)]
    [InlineData(SearchServer.OpenSearch)]
    public async Task Long_and_costly_patterns_are_taken_by_the_server_and_find_what_the_matcher_finds(SearchServer server)
    {
        string[] patterns =
        [
            new('a', 5_000), new('1', 40_000), new string('1', 40_000) + "*", new string('1', 600) + "*", "*" + new string('a', 5_000), "*" + new string('đ', 240) + "*", "*" + string.Concat(Enumerable.Repeat("ab", 240)),
            string.Concat(Enumerable.Repeat("*a", 900)), string.Concat(Enumerable.Repeat("*aba", 120)) + "*", "*a" + new string('?', 40) + "z", "*" + string.Concat(Enumerable.Repeat("?k", 60)),
            new string('?', 400) + "*", "*" + string.Concat(Enumerable.Repeat("😀", 200)),
        ];
        string[] values = [new('1', 5_000), new('A', 5_000), new('A', 499), new('đ', 240), string.Concat(Enumerable.Repeat("Ab", 240)), new string('k', 120), "a" + new string('x', 40) + "Z", string.Concat(Enumerable.Repeat("😀", 200))];
        using EventBatch batch = Hostile.Batch(1, [.. values.Select(static v => $"{{\"user.name\":\"{v}\",\"vendor.x\":\"{v}\"}}")]);
        ProofIndex index = new(static f => f.IsDeclared ? IndexedAs.Keyword : IndexedAs.KeyedKeyword, 20_000, hasAllText: false, longestTerm: 8_000);
        Condition[] asked = [.. patterns.SelectMany(static p => (Condition[])[new TextLeaf(FieldRef.Of("user.name"), TextPattern.Parse(p)), new TextLeaf(FieldRef.Of("vendor.x"), TextPattern.Parse(p))])];
        await using ProofServer proof = await ProofServer.OpenAsync(await servers.GetAsync(server), index, batch);
        DslBounds[] bounds = [.. asked.Select(c => ConditionToDsl.Translate(c, index))];
        IReadOnlyList<IReadOnlySet<int>> found = await proof.FindAsync([.. bounds.SelectMany(static b => (DslQuery[])[b.Lower, b.Upper])]);
        for (int c = 0; c < asked.Length; c++)
        {
            for (int e = 0; e < batch.Count; e++)
            {
                bool meets = ConditionMatcher.Matches(asked[c], batch[e]);
                Assert.True(meets ? found[(2 * c) + 1].Contains(e) : !found[2 * c].Contains(e), $"The matcher says {meets} of {asked[c]} on {values[e]}");
                Assert.True(!bounds[c].IsExact || meets == found[(2 * c) + 1].Contains(e), $"The server alone errs on {asked[c]} and {values[e]}");
            }
        }
    }

    private static ProofIndex Index(string way) => way switch
    {
        "declared" => new ProofIndex(Declared, 10_000, hasAllText: true),
        "keyed" => new ProofIndex(static f => f.Type == FieldType.Text ? IndexedAs.Text : IndexedAs.KeyedKeyword, 10_000, hasAllText: false),
        "short" => new ProofIndex(static f => f.Id % 2 == 0 ? IndexedAs.Keyword : Declared(f), 24, hasAllText: true),
        _ => new ProofIndex(static f => (IndexedAs)((f.Id + f.Name.Length) % Enum.GetValues<IndexedAs>().Length), 10_000, hasAllText: false),
    };

    private static IndexedAs Declared(Field field) => field.Name switch
    {
        "vendor.n" => IndexedAs.Double,
        "vendor.when" => IndexedAs.Date,
        "plain" => IndexedAs.Boolean,
        _ => field.IsDeclared ? Kind(field.Type) : IndexedAs.KeyedKeyword,
    };

    private static IndexedAs Kind(FieldType type) => type switch
    {
        FieldType.Keyword => IndexedAs.Keyword,
        FieldType.Text => IndexedAs.Text,
        FieldType.Long => IndexedAs.Long,
        FieldType.Double => IndexedAs.Double,
        FieldType.Boolean => IndexedAs.Boolean,
        FieldType.Date => IndexedAs.Date,
        FieldType.Address => IndexedAs.Address,
        _ => IndexedAs.Nothing,
    };

    /// <summary>One index on a server, with the batch in it.</summary>
    private sealed class ProofServer : IAsyncDisposable
    {
        private readonly ElasticGateway _gateway;
        private readonly string _name = $"proof-{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}";
        private readonly List<IReadOnlySet<string>> _odd = [];

        private ProofServer(Uri address) =>
            _gateway = new ElasticGateway(new ElasticOptions { Nodes = [address.ToString()] }, TimeProvider.System, NullLoggerFactory.Instance);

        public static async Task<ProofServer> OpenAsync(Uri address, ProofIndex index, EventBatch batch)
        {
            ProofServer server = new(address);
            HashSet<Field> fields = [];
            StringBuilder lines = new();
            for (int i = 0; i < batch.Count; i++)
            {
                foreach (FieldSlot slot in batch[i].Slots)
                    fields.Add(Fields.ById(slot.FieldId));
                lines.Append(CultureInfo.InvariantCulture, $"{{\"create\":{{\"_id\":\"{i}\"}}}}\n").Append(index.Document(batch[i], out IReadOnlySet<string> odd).ToJsonString()).Append('\n');
                server._odd.Add(odd);
            }

            using (await server._gateway.SendAsync(ElasticRequest.Put(server._name, index.Mapping(fields)), Cancel))
            using (ElasticResponse written = await server._gateway.SendAsync(ElasticRequest.Lines($"{server._name}/_bulk?refresh=true", Encoding.UTF8.GetBytes(lines.ToString())), Cancel))
                Assert.False(written.Root.GetProperty("errors").GetBoolean(), written.Root.ToString());
            return server;
        }

        /// <summary>Whether the document is odd in a field that the query reads; its paths are no names of fields.</summary>
        public bool IsOddIn(int document, string query) => _odd[document].Any(o => query.Contains(JsonSerializer.Serialize(o), StringComparison.Ordinal));

        public async Task<IReadOnlyList<IReadOnlySet<int>>> FindAsync(IReadOnlyList<DslQuery> queries)
        {
            List<IReadOnlySet<int>> found = [];
            foreach (DslQuery[] some in queries.Chunk(40))
            {
                StringBuilder lines = new();
                foreach (DslQuery query in some)
                    lines.Append("{}\n").Append(CultureInfo.InvariantCulture, $"{{\"size\":1000,\"_source\":false,\"query\":{query}}}\n");
                using ElasticResponse answer = await _gateway.SendAsync(ElasticRequest.Lines($"{_name}/_msearch", Encoding.UTF8.GetBytes(lines.ToString())), Cancel);
                int at = 0;
                foreach (JsonElement one in answer.Root.GetProperty("responses").EnumerateArray())
                {
                    Assert.True(one.TryGetProperty("hits", out JsonElement hits), $"{some[at]}: {one}");
                    found.Add(hits.GetProperty("hits").EnumerateArray().Select(static h => int.Parse(h.GetProperty("_id").GetString()!, CultureInfo.InvariantCulture)).ToHashSet());
                    at++;
                }
            }

            return found;
        }

        public async ValueTask DisposeAsync()
        {
            using (await _gateway.SendAsync(ElasticRequest.Delete(_name), CancellationToken.None))
                _gateway.Dispose();
        }
    }
}
