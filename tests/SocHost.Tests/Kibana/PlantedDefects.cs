using System.Text;
using System.Text.Json.Nodes;

namespace SocHost.Tests.Kibana;

/// <summary>Defects that real bundles have had, by what went wrong.</summary>
internal static class PlantedDefects
{
    /// <summary>The defects that every bundle is measured by.</summary>
    public static IReadOnlyDictionary<string, PlantedDefect> Known { get; } = new Dictionary<string, PlantedDefect>
    {
        ["no typeMigrationVersion"] = PlantedDefect.In("type-migration-version", "8.9.0", static b => b.First("dashboard").Remove("typeMigrationVersion")),
        ["version above pin"] = PlantedDefect.In("version-above-pin", "10.2.0", static b => b.First("dashboard")["typeMigrationVersion"] = "10.2.0"),
        ["missing attributes"] = PlantedDefect.In("attributes", "tag:soc-tag-soc-vi", static b => b.First("tag").Remove("attributes")),
        ["missing searchSourceJSON"] = PlantedDefect.In("search-source", "searchSourceJSON", static b => b.Attributes("dashboard").Remove("kibanaSavedObjectMeta")),
        ["panel without type"] = PlantedDefect.In("panel-type", "'navigation'", static b => b.Panels(static p => p[0]!.AsObject().Remove("type"))),
        ["duplicate type:id"] = PlantedDefect.In("duplicate-object", "tag:soc-tag-soc-vi", static b => b.Objects.Add(b.First("tag").DeepClone().AsObject())),
        ["dangling index-pattern"] = PlantedDefect.In("dangling-reference", "index-pattern:soc-gone", static b => b.First("search")["references"]![0]!["id"] = "soc-gone"),
        ["unused reference"] = PlantedDefect.In("unused-reference", "'p9:panel_p9'", static b => b.First("dashboard")["references"]!.AsArray()
            .Add(new JsonObject { ["type"] = "search", ["id"] = (string)b.First("search")["id"]!, ["name"] = "p9:panel_p9" })),
        ["panelRefName without reference"] = PlantedDefect.In("panel-reference", "'panel_lost'", static b => b.Panels(static p => p[0]!["panelRefName"] = "panel_lost")),
        ["unknown dashboard key"] = PlantedDefect.In("unknown-attribute", "'theme'", static b => b.Attributes("dashboard")["theme"] = "dark"),
        ["nested JSON broken"] = PlantedDefect.In("nested-json", "optionsJSON", static b => b.Attributes("dashboard")["optionsJSON"] = "{\"useMargins\":tru"),
        ["grid overflow"] = PlantedDefect.In("grid-overflow", "to 50", static b => b.Panels(static p => p[0]!["gridData"]!["x"] = 2)),
        ["overlap"] = PlantedDefect.In("grid-overlap", "'navigation'", static b => b.Panels(static p => p[1]!["gridData"]!["y"] = 2)),
        ["panelIndex is not gridData.i"] = PlantedDefect.In("panel-index", "'elsewhere'", static b => b.Panels(static p => p[0]!["gridData"]!["i"] = "elsewhere")),
        ["duplicate panelIndex"] = PlantedDefect.In("duplicate-panel", "'navigation'", static b => b.Panels(static p =>
        {
            p[1]!["panelIndex"] = "navigation";
            p[1]!["gridData"]!["i"] = "navigation";
        })),
        ["Lens layer without reference"] = PlantedDefect.In("lens-layer-reference", "without the reference 'indexpattern-datasource-layer-", static b => b.LensPanel(static _ => true, p =>
        {
            p["embeddableConfig"]!["attributes"]!["references"]!.AsArray().Clear();
            b.First("dashboard")["references"]!.AsArray().RemoveAll(r => ((string)r!["name"]!).StartsWith((string)p["panelIndex"]! + ":", StringComparison.Ordinal));
        })),
        ["columnOrder mismatch"] = PlantedDefect.In("lens-column-order", "'value-9'", static b => b.LensPanel(static _ => true, static p => BundleEdit.Layer(p)["columnOrder"]!.AsArray().Add("value-9"))),
        ["accessor unknown"] = PlantedDefect.In("lens-accessor", "'value-9'", static b => b.LensPanel(
            static p => (string)p["embeddableConfig"]!["attributes"]!["visualizationType"]! == "lnsMetric",
            static p => p["embeddableConfig"]!["attributes"]!["state"]!["visualization"]!["metricAccessor"] = "value-9")),
        ["sum on keyword"] = PlantedDefect.OfColumn("lens-number-operation", "'user.name', which is keyword", static c => (string?)c["sourceField"] == "http.response.body.bytes", static c => c["sourceField"] = "user.name"),
        ["terms on text"] = PlantedDefect.OfColumn("lens-terms-on-text", "'message', which is text", static c => (string)c["operationType"]! == "terms" && (string?)c["sourceField"] == "source.ip", static c => c["sourceField"] = "message"),
        ["field not in template"] = PlantedDefect.OfColumn("unknown-field", "did you mean source.ip", static c => (string?)c["sourceField"] == "source.ip", static c => c["sourceField"] = "sourc.ip"),
        ["KQL unclosed quote"] = PlantedDefect.In("kql", "is not closed", static b => b.LensPanel(static _ => true, static p =>
            p["embeddableConfig"]!["attributes"]!["state"]!["query"]!["query"] = "event.action:\"door.open")),
        ["TSVB panel"] = Vis("tsvb", "metrics"),
        ["input_control_vis"] = Vis("input-controls", "input_control_vis"),
        ["no dataset filter"] = PlantedDefect.In("dataset-filter", "names no dataset", static b => BundleEdit.Nested(
            b.Attributes("dashboard")["kibanaSavedObjectMeta"]!.AsObject(), "searchSourceJSON", static s => s["query"]!["query"] = "")),
        ["random UUID id"] = PlantedDefect.In("random-id", "909a0001", static b =>
        {
            b.First("dashboard")["id"] = "909a0001-15f6-40b7-8be5-fadddcc358c1";
        }),
        ["http link in markdown"] = PlantedDefect.In("insecure-link", "http://example.org/wiki", static b => b.Panels(static p =>
            p[0]!["embeddableConfig"]!["savedVis"]!["params"]!["markdown"] = "see [the wiki](http://example.org/wiki)")),
        ["managed left in"] = PlantedDefect.In("server-field", "'managed'", static b => b.First("dashboard")["managed"] = false),
        ["trailing comma line"] = PlantedDefect.OfText("json-line", "comma", static t => t.Replace("}\n", "},\n", StringComparison.Ordinal)),
        ["BOM"] = PlantedDefect.OfText("byte-order-mark", "EF BB BF", static t => "\uFEFF" + t),
        ["CRLF"] = PlantedDefect.OfText("line-ending", "CR LF", static t => t.Replace("\n", "\r\n", StringComparison.Ordinal)),
        ["wrong extension"] = new("file-extension", ".json", static b => ("soc-vi.json", Encoding.UTF8.GetBytes(b.Text()))),
    };

    /// <summary>Further defects, for the rules that those do not reach.</summary>
    public static IReadOnlyDictionary<string, PlantedDefect> Further { get; } = new Dictionary<string, PlantedDefect>
    {
        ["no id"] = PlantedDefect.In("object-name", "has no id", static b => b.First("tag").Remove("id")),
        ["foreign type"] = PlantedDefect.In("object-type", "'map'", static b => b.First("tag")["type"] = "map"),
        ["search without its view"] = PlantedDefect.In("search-reference", "searchSourceJSON.index", static b => b.First("search")["references"]!.AsArray().RemoveAt(0)),
        ["panel without place"] = PlantedDefect.In("panel-grid", "'navigation'", static b => b.Panels(static p => p[0]!["gridData"]!.AsObject().Remove("w"))),
        ["too many panels"] = PlantedDefect.In("panel-count", "panels; keep 20", static b => b.Panels(static p =>
        {
            for (int i = 0; i < 20; i++)
            {
                JsonNode copy = p[0]!.DeepClone();
                copy["panelIndex"] = $"copy-{i}";
                copy["gridData"]!["i"] = $"copy-{i}";
                copy["gridData"]!["y"] = 500 + (4 * i);
                p.Add(copy);
            }
        })),
        ["title of another kind"] = PlantedDefect.In("dashboard-title", "'Toàn cảnh'", static b => b.Attributes("dashboard")["title"] = "Toàn cảnh"),
        ["classic pie"] = Vis("legacy-visualization", "pie"),
        ["Lens panel without state"] = PlantedDefect.In("lens-state", "has no state", static b => b.LensPanel(static _ => true, static p => p["embeddableConfig"]!["attributes"]!.AsObject().Remove("state"))),
        ["time axis over a keyword"] = PlantedDefect.OfColumn("lens-time-operation", "take a date", static c => (string)c["operationType"]! == "date_histogram", static c => c["sourceField"] = "user.name"),
        ["view of foreign indices"] = PlantedDefect.In("unknown-view", "'metrics-*'", static b => b.Attributes("index-pattern")["title"] = "metrics-*"),
        ["ordered by a column that is gone"] = PlantedDefect.OfColumn("lens-accessor", "by the column 'value-9'", static c => (string)c["operationType"]! == "terms", static c => c["params"]!["orderBy"]!["columnId"] = "value-9"),
        ["query about a field that is not there"] = PlantedDefect.In("unknown-field", "event.outcom'", static b => BundleEdit.Nested(
            b.Attributes("search")["kibanaSavedObjectMeta"]!.AsObject(), "searchSourceJSON", static s => s["query"]!["query"] = "data_stream.dataset:linux.auth and event.outcom:failure")),
        ["query with a word that Kibana takes for more of the value"] = PlantedDefect.In("kql", "a word without a field", static b => BundleEdit.Nested(
            b.Attributes("search")["kibanaSavedObjectMeta"]!.AsObject(), "searchSourceJSON", static s => s["query"]!["query"] = "data_stream.dataset:linux.auth and event.reason:wrong password")),
        ["query with a wildcard that Kibana does not have"] = PlantedDefect.In("kql", "has '?'", static b => BundleEdit.Nested(
            b.Attributes("search")["kibanaSavedObjectMeta"]!.AsObject(), "searchSourceJSON", static s => s["query"]!["query"] = "data_stream.dataset:linux.auth and user.name:adm?n")),
        ["column of a search that is not there"] = PlantedDefect.In("unknown-field", "'host.nam'", static b => b.Attributes("search")["columns"]!.AsArray().Add("host.nam")),
        ["control over a field that is not there"] = PlantedDefect.In("unknown-field", "'city.sytem'", static b => BundleEdit.Nested(
            b.Attributes("dashboard")["controlGroupInput"]!.AsObject(), "panelsJSON", static c => c["control-1"]!["explicitInput"]!["fieldName"] = "city.sytem")),
        ["panels not written into a text"] = PlantedDefect.In("nested-json", "panelsJSON", static b =>
        {
            JsonObject attributes = b.Attributes("dashboard");
            attributes["panelsJSON"] = JsonNode.Parse((string)attributes["panelsJSON"]!);
        }),
    };

    private static PlantedDefect Vis(string rule, string type) => PlantedDefect.In(rule, $"'navigation' is", b => b.Panels(p => p[0]!["embeddableConfig"]!["savedVis"]!["type"] = type));
}
