using SocTesting.Elastic;
using Xunit;

[assembly: AssemblyFixture(typeof(SearchServers))]
