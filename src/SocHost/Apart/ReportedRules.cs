using SocCore.Ports;
using SocCore.Rules;
using SocCore.Yaml;

namespace SocHost.Apart;

/// <summary>Detection as its process reports it.</summary>
internal sealed class ReportedRules(RoleReports reports, TimeProvider time, ILogger<ReportedRules> log) : RoleLoop(time, log), IRuleBench
{
    private volatile RuleReport _last = new(default, RuleSet.Empty.Hash, [], [], default);

    /// <inheritdoc/>
    public bool IsActive => false;

    /// <inheritdoc/>
    public string Hash => _last.Hash;

    /// <inheritdoc/>
    public IReadOnlyList<RuleStatus> Rules => _last.Rules;

    /// <inheritdoc/>
    public IReadOnlyList<YamlProblem> Problems => _last.Problems;

    /// <inheritdoc/>
    public DetectionLag Lag => _last.Lag;

    /// <inheritdoc/>
    protected internal override async Task RunOnceAsync(CancellationToken cancel) => _last = await reports.ReadDetectorAsync(cancel) ?? _last;
}
