using ArchUnitNET.Domain;
using ArchUnitNET.Domain.Dependencies;
using ArchUnitNET.Loader;
using Xunit;

namespace Architecture.Tests;

/// <summary>Who may know whom, read from the compiled types. Each law is tried on planted types first.</summary>
public sealed class LayerTests
{
    private static readonly string[] Roles = ["SocStore", "SocCollector", "SocDetect", "SocApi"];

    private static readonly ArchUnitNET.Domain.Architecture Product = new ArchLoader()
        .LoadAssemblies([.. Roles.Append("SocCore").Append("soc").Select(System.Reflection.Assembly.Load)])
        .Build();

    private static readonly ArchUnitNET.Domain.Architecture Plants = new ArchLoader()
        .LoadAssemblies(typeof(LayerTests).Assembly)
        .Build();

    [Fact]
    public void Roles_do_not_know_each_other()
    {
        Assert.Empty(RolesThatMeet(Product, ""));
        Assert.NotEmpty(RolesThatMeet(Plants, "Planted."));
    }

    [Fact]
    public void Formats_know_no_city_system_and_listeners_no_format()
    {
        Assert.Empty(Crossings(Product, "SocCollector.Formats", "SocCollector.Sources"));
        Assert.Empty(Crossings(Product, "SocCollector.Listeners", "SocCollector.Formats"));
        Assert.NotEmpty(Crossings(Plants, "Planted.SocCollector.Formats", "Planted.SocCollector.Sources"));
    }

    [Fact]
    public void Core_knows_nobody()
    {
        Assert.Empty(Crossings(Product, "SocCore", "SocStore")
            .Concat(Crossings(Product, "SocCore", "SocCollector"))
            .Concat(Crossings(Product, "SocCore", "SocDetect"))
            .Concat(Crossings(Product, "SocCore", "SocApi"))
            .Concat(Crossings(Product, "SocCore", "SocHost")));
    }

    [Fact]
    public void Databases_are_seen_by_the_store_alone()
    {
        Assert.Empty(ForeignUse(Product, t => !InNamespace(t, "SocStore"), "DuckDB.", "Microsoft.Data.Sqlite"));
        Assert.NotEmpty(ForeignUse(Product, t => InNamespace(t, "SocStore"), "DuckDB.", "Microsoft.Data.Sqlite"));
    }

    [Fact]
    public void Console_pages_never_see_a_store()
    {
        Assert.Empty(Crossings(Product, "SocApi.Console", "SocCore.Storage.IEventStore")
            .Concat(Crossings(Product, "SocApi.Console", "SocCore.Storage.ICaseStore"))
            .Concat(Crossings(Product, "SocApi.Console", "SocCore.Storage.IStateStore")));
        Assert.NotEmpty(Crossings(Plants, "Planted.SocApi.Console", "SocCore.Storage.ICaseStore"));
    }

    private static List<string> RolesThatMeet(ArchUnitNET.Domain.Architecture architecture, string prefix) =>
        [.. from one in Roles from other in Roles where one != other from crossing in Crossings(architecture, prefix + one, prefix + other) select crossing];

    private static IEnumerable<string> Crossings(ArchUnitNET.Domain.Architecture architecture, string from, string to) =>
        architecture.Types
            .Where(t => InNamespace(t, from))
            .SelectMany(static t => t.Dependencies)
            .Where(d => InNamespace(d.Target, to) || d.Target.FullName == to)
            .Select(static d => $"{d.Origin.FullName} → {d.Target.FullName}")
            .Distinct();

    private static IEnumerable<string> ForeignUse(ArchUnitNET.Domain.Architecture architecture, Func<IType, bool> who, params string[] foreign) =>
        architecture.Types
            .Where(who)
            .SelectMany(static t => t.Dependencies.OfType<ITypeDependency>())
            .Where(d => foreign.Any(f => d.Target.FullName.StartsWith(f, StringComparison.Ordinal)))
            .Select(static d => $"{d.Origin.FullName} → {d.Target.FullName}")
            .Distinct();

    private static bool InNamespace(IType type, string name) =>
        type.FullName.StartsWith(name + ".", StringComparison.Ordinal);
}
