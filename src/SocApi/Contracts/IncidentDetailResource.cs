using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using SocApi.Desk;

namespace SocApi.Contracts;

/// <summary>An incident with its detections and evidence events.</summary>
internal sealed record IncidentDetailResource : IncidentResource
{
    [SetsRequiredMembers]
    private IncidentDetailResource(IncidentResource common)
        : base(common)
    {
    }

    [JsonPropertyOrder(1)]
    public IReadOnlyList<FindingResource> FindingInfoList { get; init; } = [];

    [JsonPropertyOrder(1)]
    public IReadOnlyList<EvidenceResource> Evidence { get; init; } = [];

    [JsonPropertyOrder(1)]
    public IReadOnlyList<string> AllowedTransitions { get; init; } = [];

    /// <summary>The document of an incident, its titles in a language.</summary>
    public static IncidentDetailResource Of(IncidentDetail detail, string language) => Fill(detail.View, language, common => new IncidentDetailResource(common)
    {
        FindingInfoList = [.. detail.Detections.Select(d => FindingResource.Of(d, language))],
        Evidence = [.. detail.Evidence.Select(EvidenceResource.Of)],
        AllowedTransitions = [.. detail.Allowed.Select(static s => SocCore.Incidents.IncidentWords.Of(s.To))],
    });
}
