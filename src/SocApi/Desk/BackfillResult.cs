namespace SocApi.Desk;

/// <summary>What a back-fill did.</summary>
/// <param name="Events">Events that were evaluated.</param>
/// <param name="Matches">Matches among them, known ones included.</param>
/// <param name="Raised">Detections that are new.</param>
public sealed record BackfillResult(long Events, long Matches, long Raised);
