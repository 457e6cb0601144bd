namespace SocApi.Contracts;

/// <summary>What found something (OCSF analytic).</summary>
/// <param name="Uid">The rule.</param>
/// <param name="Name">Its title.</param>
/// <param name="Version">Hash of its logic.</param>
/// <param name="Type">Rule.</param>
/// <param name="TypeId">1, OCSF's number of it.</param>
internal sealed record AnalyticResource(string Uid, string Name, string Version, string Type = "Rule", int TypeId = 1);
