namespace SocHost;

/// <summary>What a command decides about a process besides the settings.</summary>
internal sealed record RunChoices
{
    /// <summary>Log warnings and errors only, to stderr.</summary>
    public bool Quiet { get; init; }

    /// <summary>ECS lines to this file, or <c>-</c> for stdout, in the place of a store.</summary>
    public string? To { get; init; }

    /// <summary>Where the API listens, in the place of the setting.</summary>
    public string? Url { get; init; }
}
