using SocTesting.Elastic;

namespace SocStore.Tests.Elastic;

public sealed class ElasticsearchSetupTests(SearchServers servers) : ElasticSetupTests(servers, SearchServer.Elasticsearch);
