using SocTesting.Elastic;

namespace SocStore.Tests.Elastic.Foreign;

public sealed class OpenSearchForeignSetupTests(SearchServers servers) : ForeignSetupTests(servers, SearchServer.OpenSearch);
