using SocCore.Ports;

namespace SocApi.Desk;

/// <summary>Stands in where detection runs in another process.</summary>
internal sealed class NoBackfill : IBackfill
{
    public Task<BackfillOutcome> RunAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancel) =>
        throw new NotSupportedException("Events are evaluated again where detection runs.");
}
