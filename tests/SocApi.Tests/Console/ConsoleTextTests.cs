using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using SocApi.Console;
using SocApi.Console.Parts;
using SocCore.Incidents;
using SocCore.Incidents.Workflow;
using SocCore.Rules;
using SocTesting;
using Xunit;

namespace SocApi.Tests.Console;

/// <summary>Both languages say everything that a page asks for, and nothing else.</summary>
public sealed partial class ConsoleTextTests
{
    private static readonly string Folder = Path.Combine(SharedData.Root, "src", "SocApi", "Console");
    private static readonly Dictionary<string, string> En = Read("ConsoleText.resx");
    private static readonly Dictionary<string, string> Vi = Read("ConsoleText.vi.resx");

    /// <summary>Keys that pages put together from a part and a value.</summary>
    private static readonly string[] Composed =
    [
        .. Enum.GetValues<RuleLevel>().Select(static v => $"RuleLevel.{v}"),
        .. Enum.GetValues<IncidentStatus>().Select(static v => $"IncidentStatus.{v}"),
        .. Enum.GetValues<IncidentPhase>().Select(static v => $"IncidentPhase.{v}"),
        .. Enum.GetValues<Verdict>().Select(static v => $"Verdict.{v}"),
        .. Enum.GetValues<RuleState>().Select(static v => $"RuleState.{v}"),
        .. Enum.GetValues<SocApi.Reports.ReportKind>().Select(static v => $"ReportKind.{v}"),
        .. IncidentWorkflow.Steps.Select(static s => $"Step.{s.From}.{s.To}"),
        .. IncidentWorkflow.Steps.SelectMany(static s => s.Needs).Distinct().Select(static n => "Missing." + n),
        .. Auth.Roles.All.Keys.Select(static r => "Role." + r),
        .. ConsoleText.Languages.Select(static l => "Language." + l),
        .. ConsoleTheme.Names.Select(static t => "Theme." + t),
    ];

    [Fact]
    public void Every_key_is_there_in_both_languages()
    {
        string[] single = [.. En.Keys.Where(static k => !k.EndsWith(".one", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        Assert.Equal(single, Vi.Keys.Order(StringComparer.Ordinal));
        Assert.All(En.Keys.Where(static k => k.EndsWith(".one", StringComparison.Ordinal)), static k => Assert.Contains(k[..^4] + ".other", En.Keys));
    }

    [Fact]
    public void Both_languages_fill_the_same_places() =>
        Assert.All(Vi, static t => Assert.Equal(Places(En[t.Key]), Places(t.Value)));

    [Fact]
    public void Every_key_that_a_page_names_is_there()
    {
        HashSet<string> named = [.. Sources().SelectMany(static s => Named().Matches(s).Select(static m => m.Groups["key"].Value))];
        Assert.True(named.Count > 150, $"only {named.Count} keys were found in the pages");
        foreach (string counted in Sources().SelectMany(static s => Counted().Matches(s).Select(static m => m.Groups["key"].Value)))
            named.Add(counted + ".other");
        string[] missing = [.. named.Concat(Composed).Where(static k => !k.EndsWith('.') && !En.ContainsKey(k))];
        Assert.Empty(missing);
    }

    [Fact]
    public void No_key_is_left_over()
    {
        string all = string.Concat(Sources());
        string[] left = [.. En.Keys.Where(k => !Composed.Contains(k) && !IsNamed(all, k))];
        Assert.Empty(left);
    }

    [Theory]
    [InlineData("vi-VN", 1, "1 sự kiện")]
    [InlineData("vi-VN", 1234, "1.234 sự kiện")]
    [InlineData("en-GB", 1, "1 event")]
    [InlineData("en-GB", 0, "0 events")]
    [InlineData("en-GB", 1234, "1,234 events")]
    public void Numbers_of_things_follow_the_language(string culture, long count, string expected)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo beforeUi = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
            Assert.Equal(expected, new ConsoleText().Count("Count.Events", count));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
            CultureInfo.CurrentUICulture = beforeUi;
        }
    }

    [Fact]
    public void Every_icon_that_a_page_names_is_drawn() =>
        Assert.All(
            Sources().SelectMany(static s => Icon().Matches(s).Select(static m => m.Groups[1].Value)).Distinct(),
            static name => Assert.NotEmpty(Icons.Shape(name)));

    private static bool IsNamed(string all, string key)
    {
        string name = key.EndsWith(".one", StringComparison.Ordinal) ? key[..^4] : key.EndsWith(".other", StringComparison.Ordinal) ? key[..^6] : key;
        if (all.Contains($"\"{name}\"", StringComparison.Ordinal))
            return true;
        int dot = name.LastIndexOf('.');
        return dot > 0 && all.Contains($"\"{name[..(dot + 1)]}\" +", StringComparison.Ordinal);
    }

    private static string Places(string text) => string.Join(' ', Place().Matches(text).Select(static m => m.Groups[1].Value).Distinct().Order(StringComparer.Ordinal));

    private static IEnumerable<string> Sources() =>
        Directory.EnumerateFiles(Folder, "*.*", SearchOption.AllDirectories)
            .Where(static f => f.EndsWith(".razor", StringComparison.Ordinal) || f.EndsWith(".cs", StringComparison.Ordinal))
            .Select(File.ReadAllText);

    private static Dictionary<string, string> Read(string file) =>
        XDocument.Load(Path.Combine(Folder, file)).Root!.Elements("data").ToDictionary(static d => d.Attribute("name")!.Value, static d => d.Element("value")!.Value);

    [GeneratedRegex("(T|text|this)\\[\"(?<key>[A-Za-z0-9_.]+)\"")]
    private static partial Regex Named();

    [GeneratedRegex("T\\.Count\\(\"(?<key>[A-Za-z0-9_.]+)\"")]
    private static partial Regex Counted();

    [GeneratedRegex("<Icon Name=\"([a-z]+)\"")]
    private static partial Regex Icon();

    [GeneratedRegex(@"\{(\d)(?::[^}]*)?\}")]
    private static partial Regex Place();
}
