using System.Text.Json.Nodes;
using SocStore.Elastic.Setup;

namespace SocStore.Elastic.Cases;

/// <summary>
/// The indices of the cases. What is searched has a field of its own; the rest is one object that is kept and not indexed.
/// Times are UTC ticks, so that nothing is rounded.
/// </summary>
internal static class CaseIndices
{
    public const string IncidentsName = "incidents";
    public const string DetectionsName = "detections";
    public const string MatchesName = "matches";
    public const string ChangesName = "changes";
    public const string LedgerName = "ledger";
    public const string StateName = "state";

    private const string Keyword = "keyword";
    private const string Long = "long";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<IndexDefinition> All { get; } =
    [
        Shown(Define(
            IncidentsName,
            ("uid", Keyword), ("number", Keyword), ("status", Long), ("severity", Long), ("rule", Keyword), ("assignee", Keyword), ("created", Long), ("modified", Long),
            ("opened", Long), ("dedup_key", Keyword), ("agencies", Keyword), ("systems", Keyword), ("shared_words", Keyword), ("city_words", Keyword), ("agency_words", Keyword))),
        Define(DetectionsName, ("uid", Keyword), ("incident", Keyword), ("first_event", Long), ("last_event", Long)),
        Define(MatchesName, ("rule", Keyword), ("logic", Keyword), ("event", Keyword), ("ts", Long), ("spool", Long), ("seq", Long)),
        Define(ChangesName, ("uid", Keyword), ("seq", Long), ("version", Long)),
        Define(LedgerName, ("at", Long), ("commit", Long), ("row", Long)),
        Define(StateName, ("name", Keyword)),
    ];

    private static IndexDefinition Shown(IndexDefinition incidents) => new(incidents.Name, dialect => ShownIncident.Map(incidents.Properties(dialect)));

    private static IndexDefinition Define(string name, params (string Name, string Type)[] fields) => new(name, _ =>
    {
        JsonObject properties = new() { ["doc"] = new JsonObject { ["type"] = "object", ["enabled"] = false } };
        foreach ((string field, string type) in fields)
            properties[field] = new JsonObject { ["type"] = type };
        return properties;
    });
}
