using System.Text.Json;
using SocApi.Desk;

namespace SocApi.Contracts;

/// <summary>An event that an incident rests on.</summary>
/// <param name="Id">The event.</param>
/// <param name="Kind">event.</param>
/// <param name="Time">When it happened.</param>
/// <param name="Agency">Whose it is.</param>
/// <param name="System">The city system.</param>
/// <param name="Dataset">The dataset.</param>
/// <param name="Rule">The rule that it matched.</param>
/// <param name="Snapshot">Its ECS document; null when it is no longer stored, or the caller may not read events.</param>
internal sealed record EvidenceResource(string Id, string Kind, DateTimeOffset Time, string Agency, string? System, string? Dataset, string Rule, JsonElement? Snapshot)
{
    /// <summary>The document of an evidence event.</summary>
    public static EvidenceResource Of(EvidenceView view) => new(
        view.Reference.Id.ToString(), "event", view.Reference.Timestamp, view.Reference.Agency, view.Reference.System, view.Reference.Dataset, view.Reference.RuleId,
        view.Event is { } document ? JsonElement.Parse(document.Json) : null);
}
