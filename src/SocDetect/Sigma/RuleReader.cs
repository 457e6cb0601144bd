using SocCore.Conditions;
using SocCore.Rules;
using SocCore.Yaml;

namespace SocDetect.Sigma;

/// <summary>Makes a rule of a document with a <c>detection</c>.</summary>
internal static class RuleReader
{
    public static (Rule? Rule, SocSettings Settings, RuleContext Context) Read(RuleDocument document, RuleLoadEnvironment environment)
    {
        LogSource? source = document.LogSource();
        SocSettings settings = SocKey.Read(document, isCorrelation: false);
        RuleContext context = environment.Context(document, source ?? new LogSource(), settings.Zone);
        Condition? condition = document.Shape.Shape("detection", required: true) is { } detection
            ? DetectionReader.Read(detection.Map, context, "detection")
            : null;
        if (source is null || condition is null || document.Problems.HasErrors)
            return (null, settings, context);
        Rule rule = new()
        {
            Id = document.Id,
            Name = document.Name,
            Title = document.Title,
            Titles = settings.Titles,
            Description = document.Shape.Text("description"),
            Author = document.Shape.Text("author"),
            Level = document.Level,
            Status = document.Status,
            LogSource = source,
            Condition = condition,
            GroupBy = [.. settings.GroupBy.Select(context.Names.GroupField)],
            LogicHash = "",
            Tags = document.Shape.Texts("tags"),
            FalsePositives = document.Shape.Texts("falsepositives"),
            References = document.Shape.Texts("references"),
            State = settings.State ?? environment.Options.DefaultState,
            Raises = true,
            File = document.Problems.File,
            Line = document.Line,
        };
        return (settings.Lateness is { } lateness ? rule with { Lateness = lateness } : rule, settings, context);
    }

}
