namespace SocCollector.Listeners;

/// <summary>Where a message lies in what was read.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="Length">How long it is, without its framing.</param>
/// <param name="Consumed">How much of the input is done with.</param>
internal readonly record struct Frame(int Start, int Length, int Consumed);
