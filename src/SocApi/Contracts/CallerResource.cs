namespace SocApi.Contracts;

/// <summary>Who the caller is.</summary>
internal sealed record CallerResource(string Subject, string Name, IReadOnlyList<string> Roles, IReadOnlyList<string> Scopes, string Agency, bool SeesAll);
