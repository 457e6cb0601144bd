using SocCore.Rules;
using SocCore.Time;
using SocCore.Yaml;

namespace SocDetect.Sigma;

/// <summary>
/// Reads <c>soc:</c>, the one key that this product adds to Sigma. Unknown keys are errors, and so is a known key that
/// would change what the rule detects and that this version does not run: no rule means less than it says.
/// </summary>
internal static class SocKey
{
    private static readonly string[] States = ["off", "shadow", "on"];
    private static readonly string[] Windows = ["sliding", "tumbling", "gap"];
    private static readonly string[] MissingWords = ["drop", "group"];

    public static SocSettings Read(RuleDocument document, bool isCorrelation)
    {
        if (document.Shape.Shape("soc") is not { } shape)
            return new SocSettings();
        if (shape.Word("window", Windows) is "tumbling" or "gap")
            shape.Problem(shape.Node("window")!.Position, "Only the sliding window is run by this version; remove 'window'.");
        foreach (string key in (string[])["schedule", "baseline", "expect"])
        {
            if (shape.Node(key) is { } node)
                shape.Problem(node.Position, $"'soc.{key}' is not run by this version, and without it the rule would not detect what it says; remove the key or the rule.");
        }

        foreach (string key in (string[])["suppress", "risk"])
        {
            if (shape.Node(key) is { } node)
                shape.Problem(node.Position, $"'soc.{key}' has no effect in this version: the rule detects the same and raises without it.", warning: true);
        }

        bool missing = shape.Word("missing", MissingWords) == "group";
        if (missing && !isCorrelation)
            shape.Problem(shape.Node("missing")!.Position, "'soc.missing' is for correlations; remove it.");
        SocSettings settings = new()
        {
            Lateness = Span(shape, "lateness"),
            GroupMissing = missing,
            Zone = Zone(shape),
            State = shape.Word("state", States) switch { "off" => RuleState.Off, "shadow" => RuleState.Shadow, "on" => RuleState.On, _ => null },
            Tests = TestKey.Read(shape, document, isCorrelation),
        };
        settings = Incident(shape, settings, isCorrelation);
        shape.Close("'soc'");
        return settings;
    }

    private static TimeSpan? Span(YamlShape shape, string key)
    {
        if (shape.Text(key) is not { } text)
            return null;
        if (Timespans.TryParse(text, out TimeSpan span))
            return span;
        shape.Problem(shape.Node(key)!.Position, $"'{key}: {text}' is no duration; write a number and s, m, h or d, as in 30s.");
        return null;
    }

    private static TimeZoneInfo? Zone(YamlShape shape)
    {
        if (shape.Text("timezone") is not { } id)
            return null;
        if (TimeZoneInfo.TryFindSystemTimeZoneById(id, out TimeZoneInfo? zone))
            return zone;
        shape.Problem(shape.Node("timezone")!.Position, $"The time zone '{id}' is unknown; write an IANA name, as in Asia/Ho_Chi_Minh.");
        return null;
    }

    private static SocSettings Incident(YamlShape shape, SocSettings settings, bool isCorrelation)
    {
        if (shape.Shape("incident") is not { } incident)
            return settings;
        Dictionary<string, string> titles = [];
        if (incident.Shape("title") is { } title)
        {
            foreach (string language in (string[])["vi", "en"])
            {
                if (title.Text(language) is { } text)
                    titles[language] = text;
            }

            title.Close("'incident.title'");
        }

        IReadOnlyList<string> groupBy = incident.Texts("group_by");
        if (isCorrelation && groupBy.Count > 0)
            incident.Problem(incident.Node("group_by")!.Position, "A correlation's incidents follow its own 'group-by'; remove 'incident.group_by'.");
        if (incident.Node("entity") is { } entity)
            incident.Problem(entity.Position, "'incident.entity' has no effect in this version: entities are read from the evidence.", warning: true);
        incident.Close("'incident'");
        return settings with { Titles = titles, GroupBy = groupBy };
    }
}
