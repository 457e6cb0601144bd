using SocTesting.Elastic;

namespace SocStore.Tests.Elastic.Cases;

public sealed class OpenSearchCaseStoreTests(SearchServers servers) : ElasticCaseStoreTests(servers, SearchServer.OpenSearch);
