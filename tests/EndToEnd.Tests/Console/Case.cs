using SocCore.Incidents;
using SocCore.Rules;

namespace EndToEnd.Tests.Console;

/// <summary>One incident of the scene, as short as it can be told.</summary>
/// <param name="Level">How bad.</param>
/// <param name="Vi">The title in Vietnamese.</param>
/// <param name="En">The title in English.</param>
/// <param name="System">The city system.</param>
/// <param name="Agencies">Whose events are in it.</param>
/// <param name="MinutesAgo">When its last event came.</param>
/// <param name="Events">How many events.</param>
/// <param name="Group">Field and value by which they belong together.</param>
/// <param name="Lines">Original lines of the events, in turn.</param>
/// <param name="Tags">Tags of the rule.</param>
internal sealed record Case(
    RuleLevel Level, string Vi, string En, string System, string[] Agencies, double MinutesAgo, int Events, (string Field, string Value) Group, string[] Lines, string[] Tags)
{
    /// <summary>What was done with it.</summary>
    public IncidentStatus Status { get; init; } = IncidentStatus.New;

    /// <summary>Who did it.</summary>
    public string? By { get; init; }

    /// <summary>More entities than the group.</summary>
    public (string Field, string Value)[] Entities { get; init; } = [];

    /// <summary>The dataset of its events.</summary>
    public string Dataset { get; init; } = "infra.sshd";
}
