using System.Text.Json.Serialization;
using SocApi.Desk;
using SocCore.Incidents;

namespace SocApi.Contracts;

/// <summary>An incident as a document: OCSF 1.8.0 Incident Finding names outside, ECS names in entities and evidence.</summary>
internal record IncidentResource
{
    public required string Uid { get; init; }

    public required string Number { get; init; }

    public required long Version { get; init; }

    public int ClassUid { get; init; } = 2005;

    public int CategoryUid { get; init; } = 2;

    public required string Title { get; init; }

    [JsonPropertyName("title_i18n")]
    public required IReadOnlyDictionary<string, string> TitleI18n { get; init; }

    public string? Desc { get; init; }

    public required Reference Agency { get; init; }

    public required IReadOnlyList<string> InvolvedAgencies { get; init; }

    /// <summary>Whether the caller sees only its share of it.</summary>
    public required bool IsShare { get; init; }

    public required IReadOnlyList<string> Systems { get; init; }

    public required int SeverityId { get; init; }

    public required string Severity { get; init; }

    public required int StatusId { get; init; }

    public required string Status { get; init; }

    public required string Phase { get; init; }

    public required int VerdictId { get; init; }

    public required string Verdict { get; init; }

    public string? Summary { get; init; }

    public string? RootCause { get; init; }

    public string? HoldReason { get; init; }

    public DateTimeOffset? HoldUntil { get; init; }

    public Reference? Assignee { get; init; }

    public Reference? ResolvedBy { get; init; }

    public required DateTimeOffset Time { get; init; }

    public required DateTimeOffset StartTime { get; init; }

    public required DateTimeOffset EndTime { get; init; }

    public required DateTimeOffset ModifiedTime { get; init; }

    public required MilestoneSet Milestones { get; init; }

    public Reference? Rule { get; init; }

    public required IReadOnlyList<AttackResource> Attacks { get; init; }

    public required IReadOnlyList<EntityResource> Entities { get; init; }

    public required IReadOnlyList<LinkResource> Links { get; init; }

    public required int AlertCount { get; init; }

    public required int EventCount { get; init; }

    public required IReadOnlyList<string> Tags { get; init; }

    public required bool Historic { get; init; }

    [JsonPropertyName("_links")]
    public required IReadOnlyDictionary<string, string> Self { get; init; }

    /// <summary>The document of an incident, its title in a language.</summary>
    public static IncidentResource Of(IncidentView view, string language) => Fill(view, language, static common => common);

    /// <summary>Copies what the list and the single document have in common.</summary>
    private protected static T Fill<T>(IncidentView view, string language, Func<IncidentResource, T> make)
    {
        Incident incident = view.Incident;
        return make(new IncidentResource
        {
            Uid = incident.Uid.ToString(),
            Number = incident.Number,
            Version = incident.Version,
            Title = view.Title(language),
            TitleI18n = incident.Titles,
            Desc = incident.Description,
            Agency = new Reference(incident.Agency),
            InvolvedAgencies = incident.InvolvedAgencies,
            IsShare = view.IsShare,
            Systems = incident.Systems,
            SeverityId = (int)incident.Severity,
            Severity = Captions.Of(IncidentWords.Of(incident.Severity)),
            StatusId = (int)incident.Status,
            Status = Captions.Of(IncidentWords.Of(incident.Status)),
            Phase = IncidentWords.Of(incident.Phase),
            VerdictId = (int)incident.Verdict,
            Verdict = Captions.Of(IncidentWords.Of(incident.Verdict)),
            Summary = incident.Summary,
            RootCause = incident.RootCause,
            HoldReason = incident.HoldReason,
            HoldUntil = incident.HoldUntil,
            Assignee = incident.Assignee is { } assignee ? new Reference(assignee) : null,
            ResolvedBy = incident.ResolvedBy is { } resolver ? new Reference(resolver) : null,
            Time = incident.Created,
            StartTime = incident.Start,
            EndTime = incident.End,
            ModifiedTime = incident.Modified,
            Milestones = new MilestoneSet(incident.Created, incident.Acknowledged, incident.Resolved, incident.Closed),
            Rule = incident.RuleId is { } rule ? new Reference(rule) : null,
            Attacks = AttackResource.Of(incident.Tags),
            Entities = [.. incident.Entities.Select(static e => new EntityResource(e.Field, e.Value))],
            Links = incident.RecurrenceOf is { } earlier ? [new LinkResource("recurrence_of", earlier.ToString())] : [],
            AlertCount = incident.DetectionCount,
            EventCount = incident.EventCount,
            Tags = incident.Tags,
            Historic = incident.Historic,
            Self = new Dictionary<string, string> { ["self"] = $"/api/v1/incidents/{incident.Uid}", ["history"] = $"/api/v1/incidents/{incident.Uid}/history" },
        });
    }
}
