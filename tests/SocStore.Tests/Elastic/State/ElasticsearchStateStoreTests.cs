using SocTesting.Elastic;

namespace SocStore.Tests.Elastic.State;

public sealed class ElasticsearchStateStoreTests(SearchServers servers) : ElasticStateStoreTests(servers, SearchServer.Elasticsearch);
