namespace SocApi.Desk;

/// <summary>An interval in which everything was evaluated that came, except what is listed beside it.</summary>
/// <param name="Subject">A spool, scheduled work, or a back-fill.</param>
/// <param name="From">Clock time; event time for a back-fill.</param>
/// <param name="To">To here, not included.</param>
/// <param name="Count">Events; runs, for scheduled work.</param>
public sealed record EvaluatedInterval(string Subject, DateTimeOffset From, DateTimeOffset To, long Count);
