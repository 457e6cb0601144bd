using SocCore.Rules;

namespace SocCore.Incidents;

/// <summary>A case that people work on. Immutable: each change makes a new version.</summary>
public sealed record Incident
{
    /// <summary>Of what the engine raises a hash (UUID version 8), so a re-run changes nothing; by hand a version 7 UUID.</summary>
    public required Guid Uid { get; init; }

    /// <summary>INC-2026-000123; given by the store when it is first saved, empty before.</summary>
    public string Number { get; init; } = "";

    /// <summary>Grows by one with each change; the ETag.</summary>
    public long Version { get; init; } = 1;

    /// <summary>The title.</summary>
    public required string Title { get; init; }

    /// <summary>Titles by language (vi, en).</summary>
    public IReadOnlyDictionary<string, string> Titles { get; init; } = new Dictionary<string, string>();

    /// <summary>What it is about, Markdown.</summary>
    public string? Description { get; init; }

    /// <summary>The agency that owns it; <c>soc</c> when its evidence spans agencies.</summary>
    public required string Agency { get; init; }

    /// <summary>All agencies whose events are evidence, sorted; each reads its share.</summary>
    public IReadOnlyList<string> InvolvedAgencies { get; init; } = [];

    /// <summary>City systems concerned, sorted.</summary>
    public IReadOnlyList<string> Systems { get; init; } = [];

    /// <summary>How bad it is.</summary>
    public required RuleLevel Severity { get; init; }

    /// <summary>State of the work.</summary>
    public IncidentStatus Status { get; init; } = IncidentStatus.New;

    /// <summary>Phase of the response.</summary>
    public IncidentPhase Phase { get; init; } = IncidentPhase.Triage;

    /// <summary>What it turned out to be.</summary>
    public Verdict Verdict { get; init; } = Verdict.Unknown;

    /// <summary>Why work rests, while it is on hold.</summary>
    public string? HoldReason { get; init; }

    /// <summary>Until when it rests, while it is on hold.</summary>
    public DateTimeOffset? HoldUntil { get; init; }

    /// <summary>What was found out; needed to resolve.</summary>
    public string? Summary { get; init; }

    /// <summary>What made it possible, or <c>unknown</c>; needed to resolve.</summary>
    public string? RootCause { get; init; }

    /// <summary>Who works on it.</summary>
    public string? Assignee { get; init; }

    /// <summary>Who resolved it.</summary>
    public string? ResolvedBy { get; init; }

    /// <summary>When it was opened, clock time.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When it last changed, clock time.</summary>
    public required DateTimeOffset Modified { get; init; }

    /// <summary>First event.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>Last event.</summary>
    public required DateTimeOffset End { get; init; }

    /// <summary>When somebody first took it up.</summary>
    public DateTimeOffset? Acknowledged { get; init; }

    /// <summary>When it was resolved.</summary>
    public DateTimeOffset? Resolved { get; init; }

    /// <summary>When it was closed.</summary>
    public DateTimeOffset? Closed { get; init; }

    /// <summary>The rule that opened it; null by hand.</summary>
    public string? RuleId { get; init; }

    /// <summary>Tags of the rule and of people.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Rule, agency and group: a new detection with the same key joins while the incident is open.</summary>
    public required string DedupKey { get; init; }

    /// <summary>The detections in it.</summary>
    public IReadOnlyList<Guid> Detections { get; init; } = [];

    /// <summary>Number of detections.</summary>
    public int DetectionCount { get; init; }

    /// <summary>Number of matched events in all detections.</summary>
    public int EventCount { get; init; }

    /// <summary>Who or what it is about.</summary>
    public IReadOnlyList<Entity> Entities { get; init; } = [];

    /// <summary>An incident of the same key that was over before this one began.</summary>
    public Guid? RecurrenceOf { get; init; }

    /// <summary>Whether all its events were older than 24 h at receipt.</summary>
    public bool Historic { get; init; }
}
