using System.Collections.Frozen;

namespace SocCore.Events;

/// <summary>What ECS 9.4 allows beyond names and types: the values of the categorization fields, and which types go with which category.</summary>
public static class EcsSchema
{
    /// <summary>The pinned version, written as <c>ecs.version</c> on every event.</summary>
    public const string Version = "9.4.0";

    /// <summary>Every declared field with its type in ECS's own words: what the mappings of a store are generated from.</summary>
    public static IReadOnlyList<EcsDeclaration> Declared { get; } = [.. Fields.ReadDeclared().Select(static row => new EcsDeclaration(row.Name, row.Type))];

    /// <summary>The values of <c>event.kind</c>.</summary>
    public static FrozenSet<string> Kinds { get; } =
        Words("alert asset enrichment event metric state pipeline_error signal");

    /// <summary>The values of <c>event.outcome</c>.</summary>
    public static FrozenSet<string> Outcomes { get; } = Words("success failure unknown");

    /// <summary>The values of <c>event.category</c>, each with the values of <c>event.type</c> that it allows.</summary>
    public static FrozenDictionary<string, FrozenSet<string>> TypesByCategory { get; } = new Dictionary<string, FrozenSet<string>>
    {
        ["api"] = Words("access admin allowed change creation deletion denied end info start user"),
        ["authentication"] = Words("start end info"),
        ["configuration"] = Words("access change creation deletion info"),
        ["database"] = Words("access change info error"),
        ["driver"] = Words("change end info start"),
        ["email"] = Words("info"),
        ["file"] = Words("access change creation deletion info"),
        ["host"] = Words("access change end info start"),
        ["iam"] = Words("admin change creation deletion group info user"),
        ["intrusion_detection"] = Words("allowed denied info"),
        ["library"] = Words("start"),
        ["malware"] = Words("info"),
        ["network"] = Words("access allowed connection denied end info protocol start"),
        ["package"] = Words("access change deletion info installation start"),
        ["process"] = Words("access change end info start"),
        ["registry"] = Words("access change creation deletion"),
        ["session"] = Words("start end info"),
        ["threat"] = Words("indicator"),
        ["vulnerability"] = Words("info"),
        ["web"] = Words("access error info"),
    }.ToFrozenDictionary();

    /// <summary>
    /// Says what is wrong with a categorization, or null: each category needs at least one of the types that it allows,
    /// and each type must be allowed by at least one of the categories.
    /// </summary>
    public static string? CheckCategories(IReadOnlyCollection<string> categories, IReadOnlyCollection<string> types)
    {
        foreach (string category in categories)
        {
            if (!TypesByCategory.TryGetValue(category, out FrozenSet<string>? allowed))
                return $"event.category '{category}' is not in ECS {Version}; it has {string.Join(", ", TypesByCategory.Keys.Order())}.";
            if (!types.Any(allowed.Contains))
                return $"event.category '{category}' needs one of the event.type {string.Join(", ", allowed.Order())}.";
        }

        foreach (string type in types)
        {
            if (!categories.Any(c => TypesByCategory.TryGetValue(c, out FrozenSet<string>? allowed) && allowed.Contains(type)))
                return $"event.type '{type}' is not allowed by event.category [{string.Join(", ", categories)}].";
        }

        return null;
    }

    private static FrozenSet<string> Words(string words) => words.Split(' ').ToFrozenSet();
}
