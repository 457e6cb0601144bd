using SocTesting.Elastic;

namespace SocStore.Tests.Elastic.Cases;

public sealed class ElasticsearchCaseStoreTests(SearchServers servers) : ElasticCaseStoreTests(servers, SearchServer.Elasticsearch);
