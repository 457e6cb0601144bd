using System.Text;
using System.Text.Json;
using SocHost.Kibana.Asking;
using SocHost.Kibana.Content;
using SocHost.Kibana.Objects;
using Xunit;

namespace SocHost.Tests.Kibana;

/// <summary>
/// What the built panels ask, asked of a real Elasticsearch that holds the demo's city. No Kibana takes part: the questions are
/// our reading of the saved objects.
/// </summary>
[Collection(nameof(DemoCityCollection))]
public sealed class PanelRowsTests(DemoCityOnServer city, ITestOutputHelper output)
{
    public static TheoryData<string, string, string> Panels
    {
        get
        {
            TheoryData<string, string, string> panels = [];
            foreach (string language in Languages.All)
            {
                foreach (PanelQuestion question in Questions(language))
                    panels.Add(language, question.Dashboard, question.Panel);
            }

            return panels;
        }
    }

    [Theory]
    [MemberData(nameof(Panels))]
    public async Task Panel_has_rows_on_the_demo_city_and_every_column_a_value(string language, string dashboard, string panel)
    {
        await city.FillAsync();
        PanelQuestion question = Questions(language).Single(q => q.Dashboard == dashboard && q.Panel == panel);
        JsonElement answer = await city.SearchAsync(question.Index, question.Body);
        IReadOnlyList<IReadOnlyDictionary<string, string>> rows = AnswerRows.Read(question, answer);
        output.WriteLine($"{dashboard} {panel}: {rows.Count} rows");
        foreach (IReadOnlyDictionary<string, string> row in rows.Take(5))
            output.WriteLine("  " + string.Join(" | ", row.Select(static v => $"{v.Key}={v.Value}")));
        Assert.NotEmpty(rows);
        Assert.All(question.Columns, c => Assert.Contains(rows, r => r.ContainsKey(c.Id)));
    }

    [Fact]
    public void Every_panel_but_text_asks_something()
    {
        int charts = BuiltContent.Files.Where(static f => f.Path == "soc-en.ndjson").Select(static f => Encoding.UTF8.GetString(f.Content)).Sum(static t => Count(t, "\\\"panelIndex\\\""));
        int texts = Count(Encoding.UTF8.GetString(BuiltContent.Bundle(Languages.English).Content), "\\\"savedVis\\\"");
        Assert.Equal(charts - texts, Questions(Languages.English).Count);
    }

    private static int Count(string text, string part) => (text.Length - text.Replace(part, "", StringComparison.Ordinal).Length) / part.Length;

    private static IReadOnlyList<PanelQuestion> Questions(string language)
    {
        string[] lines = Encoding.UTF8.GetString(BuiltContent.Bundle(language).Content).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return new PanelQuestions([.. lines.Select(static (l, i) => new SavedObject(i + 1, JsonDocument.Parse(l).RootElement))], DemoCityOnServer.End).Read();
    }
}
