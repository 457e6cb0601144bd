using SocTesting.Elastic;

namespace SocStore.Tests.Elastic;

public sealed class ElasticsearchGatewayTests(SearchServers servers) : ElasticGatewayTests(servers, SearchServer.Elasticsearch);
