namespace SocCore.Events;

/// <summary>What a listener received, before anyone understood it. The bytes belong to the caller and are valid during the call.</summary>
/// <param name="Bytes">The record as it came, without its framing.</param>
/// <param name="Peer">Who sent it: an address, or a path for files.</param>
/// <param name="Listener">The id of the listener that received it.</param>
/// <param name="ReceivedAt">Receipt time, UTC ticks.</param>
/// <param name="Name">What the wire calls the record (file identity and offset, topic and offset); empty where it has no name.</param>
public readonly record struct RawLog(ReadOnlyMemory<byte> Bytes, string Peer, string Listener, long ReceivedAt, ReadOnlyMemory<byte> Name);
