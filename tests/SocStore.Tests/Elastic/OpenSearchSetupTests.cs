using SocTesting.Elastic;

namespace SocStore.Tests.Elastic;

public sealed class OpenSearchSetupTests(SearchServers servers) : ElasticSetupTests(servers, SearchServer.OpenSearch);
