using SocTesting.Elastic;

namespace SocStore.Tests.Elastic.State;

public sealed class OpenSearchStateStoreTests(SearchServers servers) : ElasticStateStoreTests(servers, SearchServer.OpenSearch);
