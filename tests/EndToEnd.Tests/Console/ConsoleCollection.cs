namespace EndToEnd.Tests.Console;

/// <summary>Tests that share the fixture run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class ConsoleCollection : ICollectionFixture<ConsoleFixture>
{
    public const string Name = "console";
}
