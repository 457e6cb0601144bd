using SocCore.Storage;

namespace SocStore;

/// <summary>Bounds of searches, the same in every store.</summary>
internal static class QueryRules
{
    public const int MostEvents = 10_000;
    public const int MostSteps = 10_000;

    public static void CheckLimit(int limit)
    {
        if (limit is < 1 or > MostEvents)
            throw new ArgumentOutOfRangeException(nameof(limit), limit, $"A page holds 1 to {MostEvents} events.");
    }

    /// <summary>Number of steps of a histogram.</summary>
    public static int CountSteps(EventQuery query, TimeSpan step)
    {
        if (step <= TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(step), step, "A step of time is longer than nothing.");
        long span = query.To.UtcTicks - query.From.UtcTicks;
        if (span <= 0)
            return 0;
        long steps = ((span - 1) / step.Ticks) + 1;
        return steps <= MostSteps
            ? (int)steps
            : throw new ArgumentOutOfRangeException(nameof(step), step, $"The time from {query.From:O} to {query.To:O} has {steps} such steps; take longer ones, at most {MostSteps} fit.");
    }
}
