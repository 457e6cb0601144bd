namespace SocCore.Ports;

/// <summary>Evaluates stored events again, by the present rules, on the path that new events take; what was found before stays as it is.</summary>
public interface IBackfill
{
    /// <summary>Evaluates events whose time is in [from, to).</summary>
    Task<BackfillOutcome> RunAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancel);
}
