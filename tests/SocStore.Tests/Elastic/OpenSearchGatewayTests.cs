using SocTesting.Elastic;

namespace SocStore.Tests.Elastic;

public sealed class OpenSearchGatewayTests(SearchServers servers) : ElasticGatewayTests(servers, SearchServer.OpenSearch);
