namespace SocHost.Demo;

/// <summary>How a demo is played.</summary>
internal sealed record DemoChoices
{
    /// <summary>Whether it ends when the scenario is over.</summary>
    public bool Once { get; init; }

    /// <summary>Whether stdout gets one JSON object and nothing else.</summary>
    public bool Json { get; init; }

    /// <summary>Whether there is an attacker.</summary>
    public bool WithAttacker { get; init; } = true;

    /// <summary>The seed of every chance in the city.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>When the process began.</summary>
    public DateTimeOffset ProcessStart { get; init; }
}
