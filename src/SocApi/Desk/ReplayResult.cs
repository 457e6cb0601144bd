namespace SocApi.Desk;

/// <summary>What a replay of dead letters did.</summary>
/// <param name="Tried">Letters that were read again.</param>
/// <param name="Stored">Those that are stored now.</param>
/// <param name="StillDead">Those that are not.</param>
/// <param name="Next">What the next request names as <c>after</c> to go on behind these; null when none is left.</param>
public sealed record ReplayResult(int Tried, int Stored, int StillDead, string? Next)
{
    /// <summary>Both together: the later one says where to go on.</summary>
    public ReplayResult Plus(ReplayResult later) => new(Tried + later.Tried, Stored + later.Stored, StillDead + later.StillDead, later.Next);
}
