namespace SocHost.Kibana.Linting;

/// <summary>One thing that can be wrong with a file of saved objects.</summary>
/// <param name="Id">Its name in findings.</param>
/// <param name="IsOwn">Whether it is a rule of ours; the others are Kibana's.</param>
/// <param name="Why">What happens to those who break it.</param>
internal sealed record LintRule(string Id, bool IsOwn, string Why);
