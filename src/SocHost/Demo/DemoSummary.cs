using System.Text.Json.Serialization;

namespace SocHost.Demo;

/// <summary>What a demo found: the one JSON object of <c>--once --json</c>.</summary>
internal sealed record DemoSummary
{
    /// <summary>Events stored.</summary>
    public required long Events { get; init; }

    /// <summary>Records that no source could read.</summary>
    public required long DeadLetters { get; init; }

    /// <summary>Unreadable records that the simulator wrote on purpose.</summary>
    public required int DeadLettersPlanted { get; init; }

    /// <summary>Incidents raised.</summary>
    public required int Incidents { get; init; }

    /// <summary>Rule id → incidents.</summary>
    public required IReadOnlyDictionary<string, int> Rules { get; init; }

    /// <summary>City system → incidents that concern it.</summary>
    public required IReadOnlyDictionary<string, int> Systems { get; init; }

    /// <summary>Planted attack → the rule that must find it, and whether it did.</summary>
    public required IReadOnlyDictionary<string, DemoAttack> Attacks { get; init; }

    /// <summary>From the process's start to the first incident; null when there was none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required double? SecondsToFirstIncident { get; init; }

    /// <summary>What kept the demo from taking every line to its end; null when nothing did.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? Notice { get; init; }

    /// <summary>The store.</summary>
    public required string Store { get; init; }

    /// <summary>The seed of the scenario.</summary>
    public required int Seed { get; init; }

    /// <summary>Peak resident memory of the process, MiB.</summary>
    public required double PeakRssMib { get; init; }

    /// <summary>What DuckDB may use of it.</summary>
    public required string DuckdbMemoryLimit { get; init; }
}
