using System.Text.RegularExpressions;
using System.Xml.Linq;
using SocApi.Reports;
using SocApi.Reports.Model;
using SocTesting;

namespace SocApi.Tests.Reports;

/// <summary>Both languages say everything, and every number says how it is made.</summary>
public sealed partial class ReportTextTests
{
    private static readonly string Folder = Path.Combine(SharedData.Root, "src", "SocApi", "Reports");
    private static readonly Dictionary<string, string> En = Read("ReportText.resx");
    private static readonly Dictionary<string, string> Vi = Read("ReportText.vi.resx");

    public static TheoryData<ReportKind, string> All
    {
        get
        {
            TheoryData<ReportKind, string> data = [];
            foreach (ReportKind kind in Enum.GetValues<ReportKind>())
            {
                foreach (string language in ReportText.Languages)
                    data.Add(kind, language);
            }

            return data;
        }
    }

    [Fact]
    public void Both_languages_have_the_same_texts_with_the_same_places()
    {
        Assert.Equal(En.Keys.Order(StringComparer.Ordinal), Vi.Keys.Order(StringComparer.Ordinal));
        Assert.All(En, static t => Assert.Equal(Places(t.Value), Places(Vi[t.Key])));
        Assert.All(En.Values.Concat(Vi.Values), static v => Assert.False(string.IsNullOrWhiteSpace(v)));
    }

    [Fact]
    public void No_text_is_left_over()
    {
        string sources = string.Concat(Directory.EnumerateFiles(Folder, "*.*", SearchOption.AllDirectories)
            .Where(static f => f.EndsWith(".cs", StringComparison.Ordinal) || f.EndsWith(".razor", StringComparison.Ordinal)).Select(File.ReadAllText));
        string[] kinds = [.. Enum.GetNames<ReportKind>()];
        string[] left = [.. En.Keys.Where(key =>
        {
            string[] parts = key.Split('.');
            return !sources.Contains($"\"{key}\"", StringComparison.Ordinal) && !sources.Contains($"\"{parts[1]}\"", StringComparison.Ordinal) && !kinds.Contains(parts[1]);
        })];
        Assert.Empty(left);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Every_number_of_every_report_has_its_definition(ReportKind kind, string language)
    {
        using ReportWork work = new(RandomMonth.End.AddDays(20));
        await new RandomMonth(11).PlayAsync(work);
        ReportDocument report = await work.WriteAsync(ReportWork.Order(kind, RandomMonth.Begin, RandomMonth.End, language));
        Assert.All(report.Sections.SelectMany(static s => s.Figures), static f => Assert.True(f.Definition.Length > 20, f.Id));
        Assert.All(report.Sections.SelectMany(static s => s.Charts), static c => Assert.True(c.Definition.Length > 20, c.Id));
        Assert.NotEmpty(report.Tables);
        foreach (ReportTable table in report.Tables)
        {
            Assert.Equal(table.Columns.Count, table.Columns.Select(static c => c.Id).Distinct().Count());
            Assert.All(table.Rows, row => Assert.Equal(table.Columns.Count, row.Count));
            for (int i = 0; i < table.Columns.Count; i++)
            {
                bool isNumber = table.Columns[i].IsNumber;
                Assert.Equal(isNumber, table.Columns[i].Definition is not null);
                Assert.All(table.Rows, row => Assert.True(isNumber || row[i].Kind is not (CellKind.Count or CellKind.Share or CellKind.Span), $"{table.Id} {table.Columns[i].Id}"));
            }
        }

        Assert.Equal(report.Tables.Count(), report.Tables.Select(static t => t.Id).Distinct().Count());
    }

    private static string Places(string text) => string.Join(' ', Place().Matches(text).Select(static m => m.Groups[1].Value).Distinct().Order(StringComparer.Ordinal));

    private static Dictionary<string, string> Read(string file) =>
        XDocument.Load(Path.Combine(Folder, file)).Root!.Elements("data").ToDictionary(static d => d.Attribute("name")!.Value, static d => d.Element("value")!.Value);

    [GeneratedRegex(@"\{(\d)(?::[^}]*)?\}")]
    private static partial Regex Place();
}
