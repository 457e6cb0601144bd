using Xunit;

namespace SocHost.Tests.Kibana;

/// <summary>Tests that ask the same filled server.</summary>
[CollectionDefinition(nameof(DemoCityCollection))]
public sealed class DemoCityCollection : ICollectionFixture<DemoCityOnServer>;
