using SocCore.Events;
using SocCore.Storage;

namespace SocStore.InMemory;

/// <summary>Dead letters and named documents in memory.</summary>
public sealed class InMemoryStateStore(TimeProvider time) : IStateStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<EventId, DeadLetter> _letters = [];
    private readonly Dictionary<string, string> _documents = new(StringComparer.Ordinal);

    /// <summary>The clock that the store was made with.</summary>
    public TimeProvider Time { get; } = time;

    /// <inheritdoc/>
    public ValueTask AddDeadLettersAsync(IReadOnlyList<DeadLetter> letters, CancellationToken cancel)
    {
        lock (_gate)
        {
            foreach (DeadLetter letter in letters)
            {
                _letters[letter.Id] = _letters.TryGetValue(letter.Id, out DeadLetter? known)
                    ? known with { Tries = known.Tries + 1 }
                    : letter with { Bytes = letter.Bytes.ToArray(), Name = letter.Name.ToArray() };
            }
        }

        return default;
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<DeadLetter>> GetDeadLettersAsync(DeadLetterQuery query, AgencyScope scope, CancellationToken cancel)
    {
        QueryRules.CheckLimit(query.Limit);
        lock (_gate)
        {
            IEnumerable<DeadLetter> newestFirst = _letters.Values.OrderByDescending(static l => l.ReceivedAt).ThenByDescending(static l => l.Id);
            return new([.. (query.OldestFirst ? newestFirst.Reverse() : newestFirst)
                .Where(l => scope.Sees(l.Agency)
                    && (query.Source is null || l.Source == query.Source)
                    && (query.Stage is null || l.Stage == query.Stage)
                    && (query.Reason is null || l.Reason.Contains(query.Reason, StringComparison.Ordinal))
                    && (query.Since is not { } since || l.ReceivedAt >= since)
                    && (query.WithReplayed || l.ReplayedAt is null)
                    && (query.Beyond is not { } place || IsBeyond(l, place, query.OldestFirst)))
                .Take(query.Limit)]);
        }
    }

    /// <inheritdoc/>
    public ValueTask<DeadLetter?> GetDeadLetterAsync(EventId id, AgencyScope scope, CancellationToken cancel)
    {
        lock (_gate)
            return new(_letters.TryGetValue(id, out DeadLetter? letter) && scope.Sees(letter.Agency) ? letter : null);
    }

    /// <inheritdoc/>
    public ValueTask<long> CountDeadLettersAsync(AgencyScope scope, CancellationToken cancel)
    {
        lock (_gate)
            return new(_letters.Values.LongCount(l => l.ReplayedAt is null && scope.Sees(l.Agency)));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<DeadLetterCount>> CountDeadLettersAsync(DateTimeOffset from, DateTimeOffset to, AgencyScope scope, CancellationToken cancel)
    {
        lock (_gate)
        {
            return new([.. _letters.Values
                .Where(l => l.ReceivedAt >= from && l.ReceivedAt < to && scope.Sees(l.Agency))
                .GroupBy(static l => l.Source)
                .Select(static g => new DeadLetterCount(g.Key, g.LongCount(), g.LongCount(static l => l.ReplayedAt is null)))
                .OrderByDescending(static c => c.Count)
                .ThenBy(static c => c.Source, StringComparer.Ordinal)]);
        }
    }

    /// <inheritdoc/>
    public ValueTask MarkReplayedAsync(IReadOnlyCollection<EventId> ids, DateTimeOffset at, CancellationToken cancel)
    {
        lock (_gate)
        {
            foreach (EventId id in ids)
            {
                if (_letters.TryGetValue(id, out DeadLetter? letter))
                    _letters[id] = letter with { ReplayedAt = at };
            }
        }

        return default;
    }

    /// <inheritdoc/>
    public ValueTask<string?> GetAsync(string name, CancellationToken cancel)
    {
        lock (_gate)
            return new(_documents.GetValueOrDefault(name));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyDictionary<string, string>> GetAllAsync(string prefix, CancellationToken cancel)
    {
        lock (_gate)
        {
            return new(_documents
                .Where(p => p.Key.StartsWith(prefix, StringComparison.Ordinal))
                .ToDictionary(StringComparer.Ordinal));
        }
    }

    /// <inheritdoc/>
    public ValueTask SetAsync(IReadOnlyDictionary<string, string?> documents, CancellationToken cancel)
    {
        lock (_gate)
        {
            foreach ((string name, string? text) in documents)
            {
                if (text is null)
                    _documents.Remove(name);
                else
                    _documents[name] = text;
            }
        }

        return default;
    }

    private static bool IsBeyond(DeadLetter letter, DeadLetterPlace place, bool oldestFirst)
    {
        int order = (letter.ReceivedAt, letter.Id).CompareTo((place.ReceivedAt, place.Id));
        return oldestFirst ? order > 0 : order < 0;
    }
}
