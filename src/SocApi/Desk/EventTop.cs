using SocCore.Storage;

namespace SocApi.Desk;

/// <summary>The most frequent values of a field.</summary>
public sealed record EventTop(string Field, IReadOnlyList<FieldCount> Values);
