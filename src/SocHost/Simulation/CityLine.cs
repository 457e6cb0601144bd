namespace SocHost.Simulation;

/// <summary>One line that a system of the city wrote.</summary>
/// <param name="System">The city system's id, as the folders in <c>sources/</c> are named.</param>
/// <param name="Channel">How it goes out.</param>
/// <param name="Bytes">The record, without framing and without a line end.</param>
/// <param name="Time">When it was written; lines of a city never go back in time.</param>
/// <param name="Peer">Who writes: the host's name, or for <see cref="CityChannel.File"/> the path below the folder of log files.</param>
internal sealed record CityLine(string System, CityChannel Channel, ReadOnlyMemory<byte> Bytes, DateTimeOffset Time, string Peer);
