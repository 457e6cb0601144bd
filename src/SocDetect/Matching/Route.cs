namespace SocDetect.Matching;

/// <summary>Which rules of a program are tried on events of one log source.</summary>
/// <param name="Rules">By the rule's number in the program.</param>
/// <param name="Keywords">What they look for in every text of the event; null when nothing.</param>
internal sealed record Route(bool[] Rules, FieldPlan? Keywords);
