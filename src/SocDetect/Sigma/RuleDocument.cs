using SocCore.Rules;
using SocCore.Yaml;

namespace SocDetect.Sigma;

/// <summary>One document of a rule file: what every kind of document says about itself.</summary>
internal sealed class RuleDocument
{
    private static readonly string[] Statuses = ["stable", "test", "experimental", "deprecated", "unsupported"];
    private static readonly string[] Levels = ["informational", "low", "medium", "high", "critical"];
    private static readonly string[] Relations = ["derived", "obsolete", "merged", "renamed", "similar", "correlation"];

    public RuleDocument(YamlMap map, ProblemList problems)
    {
        Map = map;
        Problems = problems;
        Shape = new YamlShape(problems.File, map, problems.Items);
        Title = Shape.Text("title", required: true) ?? "";
        if (Title.Length > 256)
            problems.Error(At("title"), $"'title' has {Title.Length} characters; 256 is the most.");
        Name = Shape.Text("name");
        Id = Shape.Text("id") ?? Name ?? Title;
        Status = Shape.Word("status", Statuses);
        Level = LevelOf(Shape.Word("level", Levels));
        CheckDate("date");
        CheckDate("modified");
        CheckRelated();
        string taxonomy = Shape.Text("taxonomy") ?? "sigma";
        if (taxonomy is not ("sigma" or "ecs"))
            problems.Error(At("taxonomy"), $"The taxonomy '{taxonomy}' is unknown; use sigma, or ecs for fields that are written in ECS.");
        IsEcs = taxonomy == "ecs";
    }

    public YamlMap Map { get; }

    public YamlShape Shape { get; }

    public ProblemList Problems { get; }

    public string Id { get; }

    public string? Name { get; }

    public string Title { get; }

    public string? Status { get; }

    public RuleLevel Level { get; }

    /// <summary>Whether field names are ECS's already.</summary>
    public bool IsEcs { get; }

    public int Line => Map.Position.Line;

    public YamlPosition At(string key) => Map.TryGet(key, out YamlNode? node) ? node.Position : Map.Position;

    /// <summary>The log source, with what is wrong with it; null when it is missing.</summary>
    public LogSource? LogSource()
    {
        if (Shape.Shape("logsource", required: true) is not { } shape)
            return null;
        LogSource source = new(shape.Text("category"), shape.Text("product"), shape.Text("service"));
        if (source is { Category: null, Product: null, Service: null })
            shape.Problem(shape.Map.Position, "'logsource' must set category, product or service; else the rule would be tried on nothing that is known.");
        return source;
    }

    private static RuleLevel LevelOf(string? word) => word switch
    {
        "informational" => RuleLevel.Informational,
        "low" => RuleLevel.Low,
        "high" => RuleLevel.High,
        "critical" => RuleLevel.Critical,
        _ => RuleLevel.Medium,
    };

    private void CheckDate(string key)
    {
        if (Shape.Text(key) is { } text
            && !DateOnly.TryParseExact(text, ["yyyy-MM-dd", "yyyy/MM/dd"], System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out _))
        {
            Problems.Error(At(key), $"'{key}: {text}' is no date; write it as 2026-03-12.");
        }
    }

    private void CheckRelated()
    {
        switch (Shape.Node("related"))
        {
            case null:
                return;
            case YamlList list:
                foreach (YamlNode item in list.Items)
                {
                    if (item is YamlMap map && new YamlShape(Problems.File, map, Problems.Items) is var shape)
                    {
                        shape.Text("id", required: true);
                        shape.Word("type", Relations, required: true);
                    }
                    else
                    {
                        Problems.Error(item.Position, $"An entry of 'related' must be a mapping with id and type, not {item.Kind}.");
                    }
                }

                return;
            case var other:
                Problems.Error(other.Position, $"'related' must be a list, not {other.Kind}.");
                return;
        }
    }
}
