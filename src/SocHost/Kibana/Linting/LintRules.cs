using System.Reflection;

namespace SocHost.Kibana.Linting;

/// <summary>All rules. Kibana imports many a broken object without complaint and fails when it is opened or upgraded, so each stands for a failure that somebody had.</summary>
internal static class LintRules
{
    public static readonly LintRule FileExtension = Kibana("file-extension", "Kibana refuses a file that does not end in .ndjson");
    public static readonly LintRule ByteOrderMark = Kibana("byte-order-mark", "the first line is no JSON to Kibana");
    public static readonly LintRule LineEnding = Own("line-ending", "a rebuilt file would differ from the one that is kept");
    public static readonly LintRule JsonLine = Kibana("json-line", "one line that is no JSON object fails the whole import");
    public static readonly LintRule ObjectName = Kibana("object-name", "an object without type or id fails the whole import");
    public static readonly LintRule ObjectType = Own("object-type", "what is no data view, tag, search, Lens chart or dashboard is not tested here");
    public static readonly LintRule Attributes = Kibana("attributes", "Kibana's collector fails on an object without attributes");
    public static readonly LintRule TypeMigrationVersion = Kibana("type-migration-version", "without a version all old migrations run, and they fail on new state");
    public static readonly LintRule VersionAbovePin = Own("version-above-pin", "an older Kibana refuses what a newer one wrote");
    public static readonly LintRule ServerField = Own("server-field", "it belongs to the Kibana that exported the object; managed makes it read-only");
    public static readonly LintRule RandomId = Own("random-id", "an import cannot replace what it cannot name again");
    public static readonly LintRule DuplicateObject = Kibana("duplicate-object", "Kibana answers 400 to a file that has an object twice");
    public static readonly LintRule UnknownAttribute = Kibana("unknown-attribute", "Kibana's schema forbids keys that it does not know");
    public static readonly LintRule NestedJson = Kibana("nested-json", "the object imports and cannot be opened");
    public static readonly LintRule SearchSource = Kibana("search-source", "the object imports and cannot be opened");
    public static readonly LintRule DanglingReference = Kibana("dangling-reference", "Kibana answers missing_references");
    public static readonly LintRule UnusedReference = Own("unused-reference", "an import would ask for an object that nothing shows");
    public static readonly LintRule SearchReference = Kibana("search-reference", "the search does not know which data view it asks");
    public static readonly LintRule PanelReference = Kibana("panel-reference", "the panel shows that its object is missing");
    public static readonly LintRule PanelType = Kibana("panel-type", "the dashboard breaks at a panel without type");
    public static readonly LintRule PanelIndex = Kibana("panel-index", "references are found by one and the layout by the other");
    public static readonly LintRule DuplicatePanel = Kibana("duplicate-panel", "one of the panels is lost when the dashboard is opened");
    public static readonly LintRule PanelGrid = Own("panel-grid", "the panel's place is left to chance");
    public static readonly LintRule GridOverflow = Kibana("grid-overflow", "the grid has 48 columns; what is beyond cannot be seen");
    public static readonly LintRule GridOverlap = Own("grid-overlap", "Kibana pushes overlapping panels apart, and nobody knows where to");
    public static readonly LintRule PanelCount = Own("panel-count", "a dashboard with so many questions is slow and is read by nobody");
    public static readonly LintRule DashboardTitle = Own("dashboard-title", "it is not found beside the others");
    public static readonly LintRule Tsvb = Own("tsvb", "TSVB is legacy: it cannot be edited by newer editors and is not tested here");
    public static readonly LintRule InputControls = Own("input-controls", "input controls are gone from newer Kibana; dashboards have their own");
    public static readonly LintRule LegacyVisualization = Own("legacy-visualization", "classic charts are legacy; Lens has them all");
    public static readonly LintRule DatasetFilter = Own("dataset-filter", "without it a panel reads every log of the cluster");
    public static readonly LintRule InsecureLink = Own("insecure-link", "an analyst who follows it can be read and led astray on the way");
    public static readonly LintRule LensState = Kibana("lens-state", "the chart has nothing to show");
    public static readonly LintRule LensLayerReference = Kibana("lens-layer-reference", "the layer does not know which data view it asks");
    public static readonly LintRule LensColumnOrder = Kibana("lens-column-order", "Lens fails on a column that is only in one of the two places");
    public static readonly LintRule LensAccessor = Kibana("lens-accessor", "the chart draws a column that is not there");
    public static readonly LintRule LensNumberOperation = Own("lens-number-operation", "Elasticsearch refuses to compute with what is no number");
    public static readonly LintRule LensTimeOperation = Own("lens-time-operation", "Elasticsearch refuses a time axis over what is no time");
    public static readonly LintRule LensTermsOnText = Own("lens-terms-on-text", "Elasticsearch refuses to group by analyzed text");
    public static readonly LintRule UnknownField = Own("unknown-field", "no document has the field, so the panel is empty for ever");
    public static readonly LintRule Kql = Kibana("kql", "Kibana shows an error in place of the panel");
    public static readonly LintRule UnknownView = Own("unknown-view", "this product does not write there, so its fields cannot be checked");

    /// <summary>All of them, in the order of this list.</summary>
    public static IReadOnlyList<LintRule> All { get; } =
    [
        .. typeof(LintRules).GetFields(BindingFlags.Public | BindingFlags.Static).Select(static f => f.GetValue(null)).OfType<LintRule>(),
    ];

    private static LintRule Kibana(string id, string why) => new(id, IsOwn: false, why);

    private static LintRule Own(string id, string why) => new(id, IsOwn: true, why);
}
