using SocCore.Rules;

namespace SocDetect.Matching;

/// <summary>What <see cref="RulesOverFile"/> runs.</summary>
public sealed record RulesOverFileOptions
{
    /// <summary>Folders and files of rules.</summary>
    public required IReadOnlyList<string> Rules { get; init; }

    /// <summary>The events, one JSON object a line.</summary>
    public required string Events { get; init; }

    /// <summary>How the events are named.</summary>
    public EventFileFormat Format { get; init; } = EventFileFormat.Ecs;

    /// <summary>Folders of field mappings besides those of the rule folders.</summary>
    public IReadOnlyList<string> MappingFolders { get; init; } = [];

    /// <summary>Folders of value lists besides those of the rule folders.</summary>
    public IReadOnlyList<string> ListFolders { get; init; } = [];

    /// <summary>For ECS: which log sources the datasets offer. Without any every rule is tried on every event.</summary>
    public IReadOnlyList<DatasetLogSource> Offers { get; init; } = [];
}
