using SocCore.Ports;

namespace SocApi.Contracts;

/// <summary>A log source and how it is doing.</summary>
internal sealed record SourceResource(
    string Id, string System, string Agency, string Title, string Dataset, long Events, long DeadLetters, DateTimeOffset? LastSeen, double? SilentAfterSeconds, string State)
{
    /// <summary>The document of a source.</summary>
    public static SourceResource Of(SourceStatus s) =>
        new(s.Id, s.System, s.Agency, s.Title, s.Dataset, s.Events, s.DeadLetters, s.LastSeen, s.SilentAfter?.TotalSeconds, s.State);
}
