using System.Text.RegularExpressions;
using SocTesting;
using Xunit;

namespace Architecture.Tests;

/// <summary>Laws over all text in the checkout.</summary>
public sealed partial class TextLawTests
{
    [Fact]
    public void Samples_name_only_documentation_addresses()
    {
        string[] files = [.. Files("sources", "*.log"), .. Files("rules", "*.yml")];
        Assert.Empty(files.SelectMany(f => ForeignAddresses(File.ReadAllText(f)).Select(a => $"{Path.GetRelativePath(SharedData.Root, f)}: {a}")));
    }

    [Fact]
    public void A_planted_address_is_found() =>
        Assert.Equal(["8.8.4.4"], ForeignAddresses("from 192.0.2.7 to 8.8.4.4, version 1.2.3, local 127.0.0.1 and any 0.0.0.0"));

    [Fact]
    public void Nothing_is_left_for_later()
    {
        string[] files = [.. Files("src", "*.cs"), .. Files("src", "*.razor"), .. Files("tests", "*.cs")];
        Assert.DoesNotContain(files, static f => !f.Contains("Architecture.Tests", StringComparison.Ordinal) && Later().IsMatch(File.ReadAllText(f)));
        Assert.Matches(Later(), "// TODO: later");
    }

    private static IEnumerable<string> Files(string folder, string pattern)
    {
        string path = Path.Combine(SharedData.Root, folder);
        return Directory.Exists(path)
            ? Directory.EnumerateFiles(path, pattern, SearchOption.AllDirectories)
                .Where(static f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal))
            : [];
    }

    private static IEnumerable<string> ForeignAddresses(string text) =>
        Address().Matches(text).Select(static m => m.Value).Where(static a =>
            !a.StartsWith("192.0.2.", StringComparison.Ordinal) && !a.StartsWith("198.51.100.", StringComparison.Ordinal) && !a.StartsWith("203.0.113.", StringComparison.Ordinal)
            && !a.StartsWith("127.", StringComparison.Ordinal) && !a.StartsWith("0.0.0.0", StringComparison.Ordinal) && !a.StartsWith("255.", StringComparison.Ordinal)
            && a.Split('.').All(static p => p.Length <= 3 && int.Parse(p, System.Globalization.CultureInfo.InvariantCulture) <= 255)
            && !a.StartsWith("10.", StringComparison.Ordinal) && !a.StartsWith("192.168.", StringComparison.Ordinal) && !a.StartsWith("172.16.", StringComparison.Ordinal)).Distinct();

    [GeneratedRegex(@"(?<![\d.\w/-])\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?![\d.]*\d)(?![\w])")]
    private static partial Regex Address();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX|NotImplementedException)\b")]
    private static partial Regex Later();
}
