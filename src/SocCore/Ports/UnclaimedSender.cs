namespace SocCore.Ports;

/// <summary>Somebody whose lines no source claims.</summary>
/// <param name="Peer">The sender's address.</param>
/// <param name="Listener">Where it sends to.</param>
/// <param name="Program">The program it names; empty when none.</param>
/// <param name="Lines">Lines so far.</param>
/// <param name="LastSeen">When the last came.</param>
/// <param name="Samples">Up to three lines.</param>
public sealed record UnclaimedSender(string Peer, string Listener, string Program, long Lines, DateTimeOffset LastSeen, IReadOnlyList<string> Samples);
