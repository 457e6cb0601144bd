using SocCore.Conditions;
using SocCore.Rules;
using SocCore.Yaml;

namespace SocDetect.Sigma;

/// <summary>Reads rule files into a set. Every problem of every file is reported; none stops the others.</summary>
public static class RuleLoader
{
    private const string SortKey = "correlation";

    /// <summary>Reads folders (recursively) and files.</summary>
    public static RuleLoadResult Load(IReadOnlyList<string> foldersOrFiles, RuleLoadOptions options)
    {
        RuleFiles files = RuleFiles.Find(foldersOrFiles, options);
        List<YamlProblem> problems = [.. files.Missing.Select(static m => new YamlProblem(m, new YamlPosition(1, 1), $"There is no file or folder '{m}'; check the path."))];
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(options.TimeZone, out TimeZoneInfo? zone))
        {
            problems.Add(new YamlProblem(options.TimeZone, new YamlPosition(1, 1), $"The time zone '{options.TimeZone}' of the settings is unknown; write an IANA name."));
            zone = TimeZoneInfo.Utc;
        }

        RuleLoadEnvironment environment = new(options, FieldMappings.Load(files.Mappings, problems), ValueLists.Load(files.Lists), zone);
        // Files are read side by side and put together in the order of their paths.
        ReadDocument[][] read = new ReadDocument[files.Rules.Count][];
        Parallel.For(0, read.Length, i => read[i] = ReadFile(files.Rules[i], environment));
        ReadDocument[] documents = [.. read.SelectMany(static r => r)];
        return Assemble(documents, environment, problems);
    }

    private static ReadDocument[] ReadFile(string file, RuleLoadEnvironment environment)
    {
        List<ReadDocument> documents = [];
        ProblemList ofFile = new(file);
        string text;
        try
        {
            text = File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            ofFile.Error(new YamlPosition(1, 1), $"The file cannot be read: {e.Message}");
            return [new ReadDocument(ofFile)];
        }

        foreach (YamlMap map in RuleCollections.Resolve(YamlFile.Read(file, text, ofFile.Items), ofFile))
            documents.Add(ReadOne(map, new ProblemList(file), environment));
        if (documents.Count == 0 && !ofFile.HasErrors)
            ofFile.Warn(new YamlPosition(1, 1), "The file has no rule.");
        documents.Insert(0, new ReadDocument(ofFile));
        return [.. documents];
    }

    private static ReadDocument ReadOne(YamlMap map, ProblemList problems, RuleLoadEnvironment environment)
    {
        RuleDocument document = new(map, problems);
        if (map.TryGet("detection", out _))
        {
            (Rule? rule, SocSettings settings, RuleContext context) = RuleReader.Read(document, environment);
            return new ReadDocument(problems) { Document = document, Rule = rule, Settings = settings, Context = context };
        }

        if (map.TryGet(SortKey, out _))
        {
            CorrelationDraft? draft = CorrelationReader.Read(document);
            return new ReadDocument(problems) { Document = document, Draft = draft, Settings = draft?.Settings };
        }

        if (map.TryGet("filter", out _))
        {
            // The rules' own log sources name the fields when the filter is applied; here it is read for its problems.
            FilterRule? filter = FilterRule.Read(document, environment.Context(document, new LogSource(), zone: null));
            return new ReadDocument(problems) { Document = document, Filter = filter };
        }

        problems.Error(map.Position, "A document must have 'detection' (a rule), 'correlation' or 'filter'; this one has none of them.");
        return new ReadDocument(problems);
    }

    private static RuleLoadResult Assemble(ReadDocument[] documents, RuleLoadEnvironment environment, List<YamlProblem> problems)
    {
        RefuseDuplicates(documents);
        List<FilterRule> filters = [.. documents.Where(static d => d is { Filter: not null, Problems.HasErrors: false }).Select(static d => d.Filter!)];
        CheckFilters(filters, documents);
        Dictionary<string, Rule> rules = new(StringComparer.Ordinal);
        Dictionary<string, FieldNames> names = new(StringComparer.Ordinal);
        List<CorrelationDraft> drafts = [];
        HashSet<string> refused = [];
        foreach (ReadDocument read in documents)
        {
            if (read.Problems.HasErrors && read.Document is { } bad)
            {
                refused.Add(bad.Id);
                refused.Add(bad.Name ?? bad.Id);
            }
            else if (read.Rule is { } rule && Filtered(rule, read.Context!, filters, environment) is { } final)
            {
                rules.Add(rule.Id, final);
                names.Add(rule.Id, read.Context!.Names);
            }
            else if (read.Draft is { } draft)
            {
                drafts.Add(draft);
            }
        }

        CorrelationLinker linker = new(rules, names, drafts, refused, environment.Options.DefaultState);
        linker.Link();
        Rule[] single = [.. rules.Values.Select(r => linker.Referenced.TryGetValue(r.Id, out bool raises) ? r with { Raises = raises } : r)];
        List<RuleTest> tests = [.. documents.Where(static d => !d.Problems.HasErrors && d.Settings is not null).SelectMany(static d => d.Settings!.Tests)];
        RuleSet set = new(single, linker.Correlations, LogicHash.OfSet([.. single.Select(static r => r.LogicHash), .. linker.Correlations.Select(static c => c.LogicHash)]));
        foreach (ReadDocument read in documents)
            problems.AddRange(read.Problems.Items);
        if (environment.Options.RunTests)
            problems.AddRange(RuleTests.Run(set, tests));
        return new RuleLoadResult(set with { Warnings = [.. problems.Where(static p => p.IsWarning)] }, problems)
        {
            Tests = tests,
        };
    }

    private static Rule? Filtered(Rule rule, RuleContext context, List<FilterRule> filters, RuleLoadEnvironment environment)
    {
        List<Condition> conditions = [rule.Condition];
        foreach (FilterRule filter in filters)
        {
            if (!filter.AppliesTo(rule))
                continue;
            RuleContext own = context with { Problems = new ProblemList(filter.Document.Problems.File), Zone = environment.Zone };
            if (filter.Compile(own) is not { } condition)
            {
                context.Problems.Items.AddRange(own.Problems.Items.Where(static p => !p.IsWarning));
                return null;
            }

            conditions.Add(condition);
        }

        Condition whole = conditions.Count == 1 ? conditions[0] : new All(conditions);
        return rule with { Condition = whole, LogicHash = LogicHash.Of(rule.LogSource, whole) };
    }

    private static void RefuseDuplicates(ReadDocument[] documents)
    {
        Dictionary<string, RuleDocument> ids = new(StringComparer.Ordinal);
        Dictionary<string, RuleDocument> names = new(StringComparer.Ordinal);
        foreach (ReadDocument read in documents)
        {
            if (read.Document is not { } document || document.Id.Length == 0)
                continue;
            if (!ids.TryAdd(document.Id, document))
                document.Problems.Error(document.At("id"), $"The id '{document.Id}' is used by {ids[document.Id].Problems.File}:{ids[document.Id].Line} too; give each rule its own.");
            if (document.Name is { } name && !names.TryAdd(name, document))
                document.Problems.Error(document.At("name"), $"The name '{name}' is used by {names[name].Problems.File}:{names[name].Line} too; give each rule its own.");
        }
    }

    private static void CheckFilters(List<FilterRule> filters, ReadDocument[] documents)
    {
        HashSet<string> known = [.. documents.Where(static d => d.Document is not null).SelectMany(static d => (string[])[d.Document!.Id, d.Document.Name ?? d.Document.Id])];
        foreach (FilterRule filter in filters)
        {
            foreach (string name in filter.Rules ?? [])
            {
                if (!known.Contains(name))
                    filter.Document.Problems.Warn(filter.Document.At("filter"), $"The filter names the rule '{name}', which is not in the files that were loaded.");
            }
        }
    }
}
