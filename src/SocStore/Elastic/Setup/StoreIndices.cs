using System.Text.Json.Nodes;

namespace SocStore.Elastic.Setup;

/// <summary>Every index that the setup makes: each part of the store names its own.</summary>
internal static class StoreIndices
{
    /// <summary>How far each spool is published, one document a spool.</summary>
    public static IndexDefinition Positions { get; } = new("positions", static _ => new JsonObject
    {
        ["spool"] = new JsonObject { ["type"] = "long" },
        ["position"] = new JsonObject { ["type"] = "long" },
        ["stored"] = new JsonObject { ["type"] = "long" },
        ["at"] = new JsonObject { ["type"] = "date" },
        ["marks"] = new JsonObject { ["type"] = "object", ["enabled"] = false },
    });

    /// <summary>All of them.</summary>
    public static IReadOnlyList<IndexDefinition> All { get; } = [Positions, .. Cases.CaseIndices.All, .. State.StateIndices.All, .. Reports.ReportIndices.All, Foreign.ForeignIndices.Evidence];
}
