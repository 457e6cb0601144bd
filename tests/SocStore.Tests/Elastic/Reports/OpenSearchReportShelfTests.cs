using SocTesting.Elastic;

namespace SocStore.Tests.Elastic.Reports;

public sealed class OpenSearchReportShelfTests(SearchServers servers) : ElasticReportShelfTests(servers, SearchServer.OpenSearch);
