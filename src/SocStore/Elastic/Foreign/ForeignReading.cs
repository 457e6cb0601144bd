using System.Text.Json;
using Microsoft.Extensions.Logging;
using SocCore.Events;
using SocCore.Storage;
using SocStore.Elastic.Gateway;
using EventId = SocCore.Events.EventId;

namespace SocStore.Elastic.Foreign;

/// <summary>Reads the feeds in turn. One that cannot be read is listed and left alone for a while; the others go on.</summary>
internal sealed partial class ForeignReading(
    IReadOnlyList<(ForeignFeed Feed, ForeignSearch Search, ForeignTrouble Trouble)> feeds, ForeignEvidence evidence, TimeProvider time, ILogger logger) : IForeignReading
{
    private static readonly TimeSpan RestAfterTrouble = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ResolveEvery = TimeSpan.FromMinutes(1);

    private readonly DateTimeOffset[] _resolved = new DateTimeOffset[feeds.Count];
    private readonly DateTimeOffset[] _notBefore = new DateTimeOffset[feeds.Count];
    private readonly bool[] _isWhole = new bool[feeds.Count];
    private int _turn;
    private ForeignFeed? _last;

    /// <summary>How many ids are remembered in all.</summary>
    public int Remembered => feeds.Sum(static f => f.Feed.Remembered);

    public async ValueTask<ForeignEvents?> NextAsync(CancellationToken cancel)
    {
        for (int i = 0; i < feeds.Count; i++)
        {
            int turn = (_turn + i) % feeds.Count;
            if (await TryAsync(turn, cancel).ConfigureAwait(false) is not { } found)
                continue;
            _turn = turn + 1;
            _last = feeds[turn].Feed;
            return found;
        }

        return null;
    }

    public async ValueTask KeepAsync(IReadOnlyCollection<EventId> ids, CancellationToken cancel)
    {
        List<(EventId, ForeignPlace)> places = [];
        foreach (EventId id in ids)
        {
            if (_last?.Places.GetValueOrDefault(id) is { } place)
                places.Add((id, place));
        }

        await evidence.KeepAsync(places, time.GetUtcNow(), cancel).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        foreach ((ForeignFeed feed, _, _) in feeds)
            await feed.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<ForeignEvents?> TryAsync(int turn, CancellationToken cancel)
    {
        (ForeignFeed feed, ForeignSearch search, ForeignTrouble trouble) = feeds[turn];
        DateTimeOffset now = time.GetUtcNow();
        if (now < _notBefore[turn])
            return null;
        try
        {
            if (now - _resolved[turn] >= ResolveEvery || now < _resolved[turn])
            {
                (int open, IReadOnlyList<string> closed) = await search.ResolveAsync(cancel).ConfigureAwait(false);
                _resolved[turn] = now;
                _isWhole[turn] = open > 0 && closed.Count == 0;
                if (!_isWhole[turn] && Listed(feed, Judge(feed, trouble, closed, now)) is { } row)
                    return row;
            }

            ForeignEvents? found = await feed.NextAsync(cancel).ConfigureAwait(false);
            if (_isWhole[turn] && search.Shards == 0)
                return found ?? Listed(feed, trouble.Tell("failed", "unread", $"'{feed.Pattern.Pattern}' has indices, and none of them may be read; give the key the right 'read' on them.", 0, now));
            if (_isWhole[turn] && trouble.Clear(now))
                Log.ReadAgain(logger, feed.Pattern.Key);
            return found;
        }
        catch (Exception e) when (e is ElasticException or JsonException or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException)
        {
            await feed.ForgetAsync().ConfigureAwait(false);
            _notBefore[turn] = now + RestAfterTrouble;
            _resolved[turn] = default;
            return Listed(feed, trouble.Tell("failed", (e as ElasticException)?.Type ?? e.GetType().Name, $"'{feed.Pattern.Pattern}' cannot be read: {e.Message}", 0, now));
        }
    }

    /// <summary>A row that is news, logged too; null for none.</summary>
    private ForeignEvents? Listed(ForeignFeed feed, LedgerRow? row)
    {
        if (row is null)
            return null;
        Log.NotRead(logger, feed.Pattern.Key, row.Text!);
        return new ForeignEvents(feed.Pattern.Subject, EventBatch.Empty, true, new Dictionary<string, string>(), [row]);
    }

    /// <summary>A row when it is news that there is no index, or that some are closed.</summary>
    private static LedgerRow? Judge(ForeignFeed feed, ForeignTrouble trouble, IReadOnlyList<string> closed, DateTimeOffset now)
    {
        string pattern = feed.Pattern.Pattern;
        return closed.Count > 0
            ? trouble.Tell("failed", "closed", $"{closed.Count} indices of '{pattern}' are closed and cannot be read, such as '{closed[0]}'; open them (POST /{closed[0]}/_open).", closed.Count, now)
            : trouble.Tell("blind", "none", $"No index that the key may see has a name such as '{pattern}'; check the pattern and the key's rights, or start whoever writes there.", 0, now);
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.ForeignNotRead, LogLevel.Warning, "The feed '{Feed}' of foreign events is not read as it should be: {Reason}")]
        public static partial void NotRead(ILogger logger, string feed, string reason);

        [LoggerMessage(EventIds.ForeignReadAgain, LogLevel.Information, "The feed '{Feed}' of foreign events is read again as it should be")]
        public static partial void ReadAgain(ILogger logger, string feed);
    }
}
