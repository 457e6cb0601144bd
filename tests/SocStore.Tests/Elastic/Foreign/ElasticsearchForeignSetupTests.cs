using SocTesting.Elastic;

namespace SocStore.Tests.Elastic.Foreign;

public sealed class ElasticsearchForeignSetupTests(SearchServers servers) : ForeignSetupTests(servers, SearchServer.Elasticsearch);
