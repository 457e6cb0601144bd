using SocTesting.Elastic;

namespace SocStore.Tests.Elastic.Reports;

public sealed class ElasticsearchReportShelfTests(SearchServers servers) : ElasticReportShelfTests(servers, SearchServer.Elasticsearch);
