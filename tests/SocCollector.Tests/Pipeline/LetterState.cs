using SocCore.Events;
using SocCore.Storage;

namespace SocCollector.Tests.Pipeline;

/// <summary>The dead letters of a <see cref="ListTarget"/> as a state store shows them.</summary>
internal sealed class LetterState(ListTarget target) : IStateStore
{
    private readonly Dictionary<string, string> _documents = [];

    public ValueTask AddDeadLettersAsync(IReadOnlyList<DeadLetter> letters, CancellationToken cancel) => target.KeepAsync(letters, cancel);

    public ValueTask<IReadOnlyList<DeadLetter>> GetDeadLettersAsync(DeadLetterQuery query, AgencyScope scope, CancellationToken cancel)
    {
        IEnumerable<DeadLetter> found = All().Where(l => (query.WithReplayed || l.ReplayedAt is null) && (query.Stage is null || query.Stage == l.Stage));
        return ValueTask.FromResult<IReadOnlyList<DeadLetter>>([.. (query.OldestFirst ? found : found.Reverse()).Take(query.Limit)]);
    }

    public ValueTask<DeadLetter?> GetDeadLetterAsync(EventId id, AgencyScope scope, CancellationToken cancel) =>
        ValueTask.FromResult(target.Find(id) is { } letter ? Marked(letter) : null);

    public ValueTask<long> CountDeadLettersAsync(AgencyScope scope, CancellationToken cancel) =>
        ValueTask.FromResult(All().LongCount(static l => l.ReplayedAt is null));

    public ValueTask<IReadOnlyList<DeadLetterCount>> CountDeadLettersAsync(DateTimeOffset from, DateTimeOffset to, AgencyScope scope, CancellationToken cancel) =>
        ValueTask.FromResult<IReadOnlyList<DeadLetterCount>>(
            [.. All().Where(l => l.ReceivedAt >= from && l.ReceivedAt < to).GroupBy(static l => l.Source).Select(static g => new DeadLetterCount(g.Key, g.LongCount(), g.LongCount(static l => l.ReplayedAt is null)))]);

    public ValueTask MarkReplayedAsync(IReadOnlyCollection<EventId> ids, DateTimeOffset at, CancellationToken cancel) =>
        target.MarkReplayedAsync(ids, at, cancel);

    public ValueTask<string?> GetAsync(string name, CancellationToken cancel) => ValueTask.FromResult(_documents.GetValueOrDefault(name));

    public ValueTask<IReadOnlyDictionary<string, string>> GetAllAsync(string prefix, CancellationToken cancel) =>
        ValueTask.FromResult<IReadOnlyDictionary<string, string>>(_documents.Where(d => d.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary());

    public ValueTask SetAsync(IReadOnlyDictionary<string, string?> documents, CancellationToken cancel)
    {
        foreach ((string name, string? document) in documents)
        {
            if (document is null)
                _documents.Remove(name);
            else
                _documents[name] = document;
        }

        return ValueTask.CompletedTask;
    }

    private List<DeadLetter> All() => [.. target.Snapshot().Select(Marked)];

    private DeadLetter Marked(DeadLetter letter) => target.Replayed.Contains(letter.Id) ? letter with { ReplayedAt = DateTimeOffset.UnixEpoch } : letter;
}
