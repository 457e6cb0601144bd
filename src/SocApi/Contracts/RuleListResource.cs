namespace SocApi.Contracts;

/// <summary>All rules in use, and what is wrong in the files.</summary>
internal sealed record RuleListResource(IReadOnlyList<RuleResource> Value, string Hash, IReadOnlyList<string> Problems);
