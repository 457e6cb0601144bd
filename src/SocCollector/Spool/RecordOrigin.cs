namespace SocCollector.Spool;

/// <summary>Where records come from: made once for a connection, a sender or a file.</summary>
/// <param name="listener">The listener's index in the spool's table.</param>
/// <param name="peer">Who sent it, UTF-8: an address without port, or a path.</param>
internal readonly struct RecordOrigin(ushort listener, byte[] peer)
{
    /// <summary>The longest name of a peer that is kept.</summary>
    public const int LongestPeer = 4096;

    /// <summary>The listener's index in the spool's table.</summary>
    public ushort Listener { get; } = listener;

    /// <summary>Who sent it.</summary>
    public ReadOnlySpan<byte> Peer => peer.AsSpan(0, Math.Min(peer.Length, LongestPeer));
}
