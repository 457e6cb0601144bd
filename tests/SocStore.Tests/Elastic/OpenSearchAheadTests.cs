using SocTesting.Elastic;
using Xunit;

namespace SocStore.Tests.Elastic;

public sealed class OpenSearchAheadTests(ElasticClassSpace shared) : ElasticAheadTests(shared, SearchServer.OpenSearch), IClassFixture<ElasticClassSpace>;
