using SocCore.Conditions;
using SocCore.Yaml;

namespace SocDetect.Sigma;

/// <summary>Reads a detection section: its search identifiers, and the condition (or the list of conditions, joined by OR) over them.</summary>
internal static class DetectionReader
{
    /// <summary>The whole condition; null when a problem was reported.</summary>
    public static Condition? Read(YamlMap section, RuleContext context, string thing, Func<string, bool>? isSetting = null)
    {
        ProblemList problems = context.Problems;
        int before = problems.Items.Count(static p => !p.IsWarning);
        DetectionCompiler compiler = new(context);
        Dictionary<string, Condition> identifiers = new(StringComparer.Ordinal);
        foreach (YamlEntry entry in section.Entries)
        {
            if (entry.Key is "condition" or "timeframe" || isSetting?.Invoke(entry.Key) == true)
                continue;
            if (entry.Key.Length == 0)
                problems.Error(entry.Position, "A search identifier has no name; give it one.");
            else if (!entry.Key.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
                problems.Warn(entry.Position, $"'{entry.Key}' can only be selected by a pattern; to name it in a condition use letters, digits, '_' and '-'.");
            if (entry.Key.Length > 0 && compiler.Compile(entry.Key, entry.Value) is { } condition)
                identifiers.Add(entry.Key, condition);
        }

        if (section.TryGet("timeframe", out YamlNode? timeframe))
            problems.Error(timeframe.Position, "'timeframe' is no longer part of Sigma; write a correlation with a 'timespan' that refers to this rule.");
        if (!section.TryGet("condition", out YamlNode? node) || node is YamlScalar { IsNull: true })
            problems.Error(section.Position, $"'{thing}.condition' is missing; add it.");
        if (node is null || problems.Items.Count(static p => !p.IsWarning) > before)
            return null;
        if (identifiers.Count == 0)
        {
            problems.Error(section.Position, $"'{thing}' has no search identifier; add one.");
            return null;
        }

        return Conditions(node, identifiers, section, problems);
    }

    private static Condition? Conditions(YamlNode node, Dictionary<string, Condition> identifiers, YamlMap section, ProblemList problems)
    {
        IReadOnlyList<YamlNode> nodes = node is YamlList list ? list.Items : [node];
        HashSet<string> used = [];
        List<Condition> conditions = [];
        foreach (YamlNode one in nodes)
        {
            if (one is not YamlScalar { IsNull: false } scalar)
                problems.Error(one.Position, $"A condition must be a text, not {one.Kind}.");
            else if (ConditionGrammar.Parse(scalar.Text, scalar.Position, identifiers, problems, used) is { } condition)
                conditions.Add(condition);
        }

        if (conditions.Count == 0 || conditions.Count < nodes.Count)
        {
            if (nodes.Count == 0)
                problems.Error(node.Position, "The list of conditions is empty; write one.");
            return null;
        }

        foreach (YamlEntry entry in section.Entries)
        {
            if (identifiers.ContainsKey(entry.Key) && !used.Contains(entry.Key))
                problems.Warn(entry.Position, $"No condition uses '{entry.Key}'; remove it, or use it.");
        }

        return conditions.Count == 1 ? conditions[0] : new Any(conditions);
    }
}
