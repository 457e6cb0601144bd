namespace SocApi.Desk;

/// <summary>Whether the service does its work.</summary>
/// <param name="IsReady">Whether the store answers and detection keeps up.</param>
/// <param name="Word">ok, store or lag: the one word that anybody may read.</param>
/// <param name="PendingEvents">Published events that no scan has read yet.</param>
/// <param name="LastScan">When the last scan ended.</param>
/// <param name="RuleProblems">Number of problems in the rule files.</param>
/// <param name="SourceProblems">Number of problems in the source files.</param>
/// <param name="SilentSources">Sources that are silent.</param>
public sealed record HealthReport(
    bool IsReady, string Word, long PendingEvents, DateTimeOffset? LastScan, int RuleProblems, int SourceProblems, IReadOnlyList<string> SilentSources);
