using SocTesting.Elastic;
using Xunit;

namespace SocStore.Tests.Elastic;

public sealed class OpenSearchEventStoreTests(ElasticClassSpace shared) : ElasticEventStoreTests(shared, SearchServer.OpenSearch), IClassFixture<ElasticClassSpace>;
