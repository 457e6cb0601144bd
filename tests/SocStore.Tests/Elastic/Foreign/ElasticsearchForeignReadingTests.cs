using SocTesting.Elastic;

namespace SocStore.Tests.Elastic.Foreign;

public sealed class ElasticsearchForeignReadingTests(SearchServers servers) : ForeignReadingTests(servers, SearchServer.Elasticsearch);
