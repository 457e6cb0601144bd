using System.Text.Json;
using System.Text.Json.Nodes;
using SocCore.Incidents;
using SocCore.Rules;
using SocStore.Elastic.Cases;
using SocStore.Elastic.Gateway;
using Xunit;

namespace SocStore.Tests.Elastic.Cases;

public sealed class ShownIncidentTests
{
    private static readonly DateTimeOffset Opened = new(2026, 3, 12, 1, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Every_shown_field_is_mapped_and_written()
    {
        JsonObject mapping = CaseIndices.All.Single(static i => i.Name == CaseIndices.IncidentsName).Properties(new ElasticDialect(ElasticProduct.Elasticsearch, new Version(8, 19)));
        Incident incident = new()
        {
            Uid = new Guid("0197a000-0000-7000-8000-000000000001"),
            Number = "INC-2026-000001",
            Title = "SSH brute force",
            Titles = new Dictionary<string, string> { ["vi"] = "Dò mật khẩu SSH" },
            Agency = "tt-cds",
            Systems = ["infra"],
            Severity = RuleLevel.High,
            Status = IncidentStatus.Closed,
            Created = Opened,
            Modified = Opened.AddHours(1),
            Start = Opened.AddMinutes(-1),
            End = Opened,
            Acknowledged = Opened.AddMinutes(4),
            Resolved = Opened.AddMinutes(30),
            Closed = Opened.AddHours(1),
            RuleId = "42ec49da-b0cc-4c56-8b8e-2db4adb20215",
            Tags = ["attack.t1110"],
            DedupKey = "k",
        };
        using JsonDocument document = JsonDocument.Parse(CaseDocuments.Of(incident, 1).Source);
        Assert.All(ShownIncident.Fields.Keys, name =>
        {
            JsonNode? mapped = mapping;
            JsonElement written = document.RootElement;
            foreach (string step in name.Split('.'))
            {
                mapped = (mapped!["properties"] ?? mapped)[step];
                Assert.True(written.TryGetProperty(step, out written), name);
            }

            Assert.NotNull(mapped?["type"]);
        });
        JsonElement shown = document.RootElement.GetProperty("incident");
        Assert.Equal("Dò mật khẩu SSH", shown.GetProperty("title").GetProperty("vi").GetString());
        Assert.Equal("SSH brute force", shown.GetProperty("title").GetProperty("en").GetString());
        Assert.Equal(1, shown.GetProperty("minutes_to_detect").GetDouble());
        Assert.Equal(4, shown.GetProperty("minutes_to_acknowledge").GetDouble());
        Assert.Equal("closed", shown.GetProperty("status").GetString());
        Assert.Equal("2026-03-12T01:00:00.000Z", document.RootElement.GetProperty("@timestamp").GetString());
    }
}
