using SocCore.Yaml;
using SocHost.Kibana.Building;
using SocHost.Kibana.Content;
using SocTesting;
using Xunit;

namespace SocHost.Tests.Kibana;

/// <summary>The shipped dashboards, read and compiled once for all tests.</summary>
internal static class BuiltContent
{
    /// <summary>The folder of the readable source.</summary>
    public static string Folder { get; } = Path.Combine(SharedData.Root, "kibana");

    /// <summary>What was compiled.</summary>
    public static IReadOnlyList<BundleFile> Files { get; } = Compile();

    /// <summary>The file with everything in a language.</summary>
    public static BundleFile Bundle(string language = Languages.Vietnamese) => Files.Single(f => f.Path == Bundles.NameOf(language));

    private static IReadOnlyList<BundleFile> Compile()
    {
        List<YamlProblem> problems = [];
        KibanaContent content = ContentFolder.Read(Folder, problems);
        Assert.Empty(problems);
        return Bundles.Build(content);
    }
}
