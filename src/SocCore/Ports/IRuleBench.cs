using SocCore.Storage;
using SocCore.Yaml;

namespace SocCore.Ports;

/// <summary>What others may ask of detection.</summary>
public interface IRuleBench
{
    /// <summary>Whether this process is the one that evaluates; where another one does, the rest is what it reported last.</summary>
    bool IsActive { get; }

    /// <summary>The hash of the rules in use.</summary>
    string Hash { get; }

    /// <summary>All rules, by id.</summary>
    IReadOnlyList<RuleStatus> Rules { get; }

    /// <summary>What is wrong in the rule files as they are now on disk; the last good set stays in use.</summary>
    IReadOnlyList<YamlProblem> Problems { get; }

    /// <summary>Event time up to which every rule has decided, and how far behind the newest event that is.</summary>
    DetectionLag Lag { get; }

    /// <summary>What was evaluated since the last row of the ledger, a row for each spool; nothing where another process evaluates.</summary>
    IReadOnlyList<LedgerRow> Open => [];
}
