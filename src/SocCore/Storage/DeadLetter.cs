using SocCore.Events;

namespace SocCore.Storage;

/// <summary>A record that could not be read, kept whole.</summary>
public sealed record DeadLetter
{
    /// <summary>The id that the event would have had, and will have after a replay.</summary>
    public required EventId Id { get; init; }

    /// <summary>The bytes as they came.</summary>
    public required ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>The listener.</summary>
    public required string Listener { get; init; }

    /// <summary>Who sent it.</summary>
    public required string Peer { get; init; }

    /// <summary>What the wire called it; empty where it has no name.</summary>
    public ReadOnlyMemory<byte> Name { get; init; }

    /// <summary>The source that claimed it; null when none did.</summary>
    public string? Source { get; init; }

    /// <summary>Whose it is.</summary>
    public required string Agency { get; init; }

    /// <summary>framing, decode, mapping or store.</summary>
    public required string Stage { get; init; }

    /// <summary>What is wrong with it, in words.</summary>
    public required string Reason { get; init; }

    /// <summary>When it was received.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>How often it was tried.</summary>
    public int Tries { get; init; } = 1;

    /// <summary>When a replay stored it; null while it is dead.</summary>
    public DateTimeOffset? ReplayedAt { get; init; }
}
