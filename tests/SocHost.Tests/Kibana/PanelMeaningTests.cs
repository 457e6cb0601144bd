using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SocCore.Conditions;
using SocCore.Events;
using SocCore.Search;
using SocHost.Kibana.Asking;
using SocHost.Kibana.Content;
using SocHost.Kibana.Lens;
using SocHost.Kibana.Objects;
using Xunit;

namespace SocHost.Tests.Kibana;

/// <summary>What a panel counts in Kibana is what the same query finds in the console: the server and the matcher agree on the demo's city.</summary>
[Collection(nameof(DemoCityCollection))]
public sealed class PanelMeaningTests(DemoCityOnServer city)
{
    // What the collector stamps is not in the events of the sources.
    private const string Stamped = "event.ingested: *";

    public static TheoryData<string> Queries => [.. OfPanels().Distinct().Where(static q => q != Stamped).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task Query_of_a_panel_finds_what_the_matcher_finds(string query)
    {
        await city.FillAsync();
        DateTimeOffset now = DemoCityOnServer.End;
        Assert.True(Kql.TryParse(query, KqlSchema.Events, now, out Condition? condition, out KqlError? error), error?.ToString());
        JsonElement answer = await city.SearchAsync("logs-*", new JsonObject
        {
            ["size"] = 0,
            ["track_total_hits"] = true,
            ["query"] = KueryDsl.Of(query, IndexFields.Events, now),
        });
        int found = city.Events.Sum(batch => Enumerable.Range(0, batch.Count).Count(i => ConditionMatcher.Matches(condition, batch[i])));
        Assert.Equal(found, answer.GetProperty("hits").GetProperty("total").GetProperty("value").GetInt32());
    }

    /// <summary>The queries of charts over events, and those that their columns count by.</summary>
    private static IEnumerable<string> OfPanels()
    {
        string[] lines = Encoding.UTF8.GetString(BuiltContent.Bundle(Languages.English).Content).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        foreach (SavedObject one in lines.Select(static (l, i) => new SavedObject(i + 1, JsonDocument.Parse(l).RootElement)).Where(static o => o.Type == ObjectTypes.Dashboard))
        {
            foreach (DashboardPanel panel in DashboardPanel.Of(one.Attributes!.Value))
            {
                if (panel.Attributes is not { } chart || LensState.Of(chart) is not { } lens || !chart.Items("references").Any(static r => r.Text("id") == "soc-view-events-en"))
                    continue;
                foreach (KueryText query in lens.Layers.SelectMany(static l => l.Columns.Values).Select(static c => c.Filter).Prepend(lens.Query).Where(static q => !q.IsEmpty))
                    yield return query.Query;
            }
        }
    }
}
