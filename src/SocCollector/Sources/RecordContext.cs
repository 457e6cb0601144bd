namespace SocCollector.Sources;

/// <summary>What is known of a record besides its bytes, before anyone reads it.</summary>
/// <param name="Peer">Who sent it: an address without port, or a path for files.</param>
/// <param name="Listener">The id of the listener, as in the settings.</param>
/// <param name="Wire">syslog, file, http, …: what the listener speaks.</param>
/// <param name="ReceivedAt">Receipt time, UTC ticks.</param>
/// <param name="FileOffset">Where the record begins in its file; −1 for other wires.</param>
public readonly record struct RecordContext(string Peer, string Listener, string Wire, long ReceivedAt, long FileOffset = -1);
