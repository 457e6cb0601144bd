namespace SocHost.Demo;

/// <summary>A planted attack in a demo's summary.</summary>
/// <param name="Rule">The id of the rule that must find it.</param>
/// <param name="Found">Whether that rule raised an incident.</param>
internal sealed record DemoAttack(string Rule, bool Found);
