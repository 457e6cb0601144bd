using SocTesting.Elastic;

[assembly: AssemblyFixture(typeof(SearchServers))]
