namespace SocDetect.Matching;

/// <summary>Which rules of a program are tried on events of one log source.</summary>
/// <param name="Rules">By the rule's number in the program.</param>
/// <param name="Keywords">Whether one of them looks at every text of the event.</param>
internal sealed record Route(bool[] Rules, bool Keywords);
