using SocTesting.Elastic;
using Xunit;

namespace SocStore.Tests.Elastic;

public sealed class OpenSearchStreamTests(ElasticClassSpace shared) : ElasticStreamTests(shared, SearchServer.OpenSearch), IClassFixture<ElasticClassSpace>;
