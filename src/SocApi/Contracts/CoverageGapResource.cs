using SocApi.Desk;

namespace SocApi.Contracts;

/// <summary>Something that was not evaluated, or not as it comes in the normal case, and why.</summary>
internal sealed record CoverageGapResource(string Kind, string Subject, DateTimeOffset From, DateTimeOffset To, long Count, string? Text, DateTimeOffset At, bool MadeUp)
{
    public static CoverageGapResource Of(CoverageGap gap) =>
        new(gap.Row.Kind, gap.Row.Subject, gap.Row.From, gap.Row.To, gap.Row.Count, gap.Row.Text, gap.Row.At, gap.MadeUp);
}
