namespace SocDetect.Matching;

/// <summary>A rule met an event: index of the rule in its set, index of the event in its batch.</summary>
public readonly record struct RuleHit(int Rule, int Event);
