namespace SocDetect.Sigma;

/// <summary>What an inline test expects.</summary>
public enum RuleTestOutcome
{
    /// <summary>Every event of the test meets the rule.</summary>
    Hit,

    /// <summary>No event of the test meets the rule.</summary>
    Miss,

    /// <summary>The correlation makes a given number of detections of the events.</summary>
    Detections,
}
