using SocTesting.Elastic;
using Xunit;

namespace SocStore.Tests.Elastic;

public sealed class ElasticsearchStreamTests(ElasticClassSpace shared) : ElasticStreamTests(shared, SearchServer.Elasticsearch), IClassFixture<ElasticClassSpace>;
