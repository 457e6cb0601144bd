namespace SocApi.Contracts;

/// <summary>The members that every problem document has (RFC 9457); kinds add their own.</summary>
internal sealed record ProblemDocument(
    string Type, string Title, int Status, string Detail, string Instance, string TraceId, IReadOnlyDictionary<string, string[]>? Errors);
