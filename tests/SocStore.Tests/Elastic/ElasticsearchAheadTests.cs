using SocTesting.Elastic;
using Xunit;

namespace SocStore.Tests.Elastic;

public sealed class ElasticsearchAheadTests(ElasticClassSpace shared) : ElasticAheadTests(shared, SearchServer.Elasticsearch), IClassFixture<ElasticClassSpace>;
