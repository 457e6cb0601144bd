using SocCore.Ports;

namespace SocApi.Contracts;

/// <summary>All log sources, the senders that nobody claims, and what is wrong in the files.</summary>
internal sealed record SourceListResource(
    IReadOnlyList<SourceResource> Value, IReadOnlyList<UnclaimedSender> Unclaimed, IReadOnlyList<string> Problems, long DeadLetters);
