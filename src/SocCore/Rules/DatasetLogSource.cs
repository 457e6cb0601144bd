using SocCore.Conditions;

namespace SocCore.Rules;

/// <summary>What a dataset offers to rules: its events, or those that meet <paramref name="When"/>, are of that log source.</summary>
public sealed record DatasetLogSource(string Dataset, LogSource LogSource, Condition? When = null);
