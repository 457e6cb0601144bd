using Microsoft.Extensions.Logging;
using SocCore.Rules;
using SocCore.Storage;
using SocStore.Elastic.Gateway;

namespace SocStore.Elastic.Foreign;

/// <summary>What others write into the same server, by the settings' patterns.</summary>
internal sealed class ElasticForeignEvents(ElasticGateway gateway, TimeProvider time, ILogger logger) : IForeignEvents
{
    private readonly ForeignOptions _options = gateway.Options.Foreign;

    public IReadOnlyList<string> Feeds => [.. _options.Patterns.Select(static p => p.Subject)];

    public IReadOnlyList<DatasetLogSource> Declared { get; } = [.. gateway.Options.Foreign.LogSources.Select(static s => s.Offer)];

    public async ValueTask<IForeignReading> OpenAsync(Func<string, CancellationToken, ValueTask<string?>> stateOf, CancellationToken cancel)
    {
        List<(ForeignFeed, ForeignSearch, ForeignTrouble)> feeds = [];
        foreach (ForeignPattern pattern in _options.Patterns)
        {
            ForeignSearch search = new(gateway, pattern.Pattern);
            ForeignFeed feed = new(pattern, search, time);
            await feed.LoadAsync(stateOf, cancel).ConfigureAwait(false);
            feeds.Add((feed, search, new ForeignTrouble(pattern.Subject)));
        }

        return new ForeignReading(feeds, new ForeignEvidence(gateway, logger), time, logger);
    }
}
