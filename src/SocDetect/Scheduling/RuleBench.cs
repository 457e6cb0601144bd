using SocCore.Ports;
using SocCore.Rules;
using SocCore.Storage;
using SocCore.Yaml;
using SocDetect.Correlation;

namespace SocDetect.Scheduling;

/// <summary>Answers what others ask of detection, from counts and from what the last scan left.</summary>
internal sealed class RuleBench(RuleFeed feed, Scan scan, RuleTally tally) : IRuleBench
{
    /// <inheritdoc/>
    public bool IsActive => scan.IsActive;

    /// <inheritdoc/>
    public string Hash => feed.Current().Hash;

    /// <inheritdoc/>
    public IReadOnlyList<YamlProblem> Problems => feed.Problems();

    /// <inheritdoc/>
    public DetectionLag Lag => scan.Lag;

    /// <inheritdoc/>
    public IReadOnlyList<LedgerRow> Open => scan.Open;

    /// <inheritdoc/>
    public IReadOnlyList<RuleStatus> Rules
    {
        get
        {
            RuleSet rules = feed.Current();
            IReadOnlySet<string> blind = scan.Blind;
            List<RuleStatus> all = new(rules.Rules.Count + rules.Correlations.Count);
            foreach (Rule rule in rules.Rules)
                all.Add(StatusOf(rule.Id, rule.Title, rule.Level, rule.State, WindowRule.Single, rule.File, blind, rule.Tags));
            foreach (CorrelationRule rule in rules.Correlations)
                all.Add(StatusOf(rule.Id, rule.Title, rule.Level, rule.State, WindowRule.KindOf(rule.Type), rule.File, blind, rule.Tags));
            all.Sort(static (a, b) => string.CompareOrdinal(a.Id, b.Id));
            return all;
        }
    }

    private RuleStatus StatusOf(string id, string title, RuleLevel level, RuleState state, string kind, string file, IReadOnlySet<string> blind, IReadOnlyList<string> tags)
    {
        (long matches, long detections, _, DateTimeOffset? last) = tally.Of(id);
        return new RuleStatus(id, title, level, state, kind, file, matches, detections, last, state != RuleState.Off && blind.Contains(id), tags);
    }
}
