using SocTesting.Elastic;
using Xunit;

namespace SocStore.Tests.Elastic;

public sealed class ElasticsearchEventStoreTests(ElasticClassSpace shared) : ElasticEventStoreTests(shared, SearchServer.Elasticsearch), IClassFixture<ElasticClassSpace>;
