namespace SocCollector.Listeners;

/// <summary>A RELP frame as it lies in what was read.</summary>
/// <param name="Transaction">Its number, which the answer repeats.</param>
/// <param name="Command">Where the command lies.</param>
/// <param name="Data">Where the data lie.</param>
/// <param name="Consumed">How much of the input is done with.</param>
internal readonly record struct RelpFrame(int Transaction, Range Command, Range Data, int Consumed);
