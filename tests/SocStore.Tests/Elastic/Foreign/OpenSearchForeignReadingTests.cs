using SocTesting.Elastic;

namespace SocStore.Tests.Elastic.Foreign;

public sealed class OpenSearchForeignReadingTests(SearchServers servers) : ForeignReadingTests(servers, SearchServer.OpenSearch);
