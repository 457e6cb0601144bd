namespace SocCore.Ports;

/// <summary>Where the service's own log is kept beside the console, so that analysts find it where they find everything else.</summary>
public interface ILogArchive
{
    /// <summary>Stores documents of ECS, each a line of JSON without a line end.</summary>
    /// <exception cref="IOException">They were not stored; the message says why.</exception>
    Task WriteAsync(IReadOnlyList<ReadOnlyMemory<byte>> documents, CancellationToken cancel);
}
