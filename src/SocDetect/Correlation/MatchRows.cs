namespace SocDetect.Correlation;

/// <summary>What match rows carry beside the fields that rules ask for.</summary>
internal static class MatchRows
{
    /// <summary>Set when the event was older than a day at receipt: then a detection is historic.</summary>
    public const string StaleField = "event.created";
}
