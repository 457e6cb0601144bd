using SocCore.Events;

namespace SocCore.Storage;

/// <summary>Small durable things of the collector and the API: dead letters, unclaimed senders, named documents.</summary>
public interface IStateStore
{
    /// <summary>Keeps dead letters; the same id again only counts a try.</summary>
    ValueTask AddDeadLettersAsync(IReadOnlyList<DeadLetter> letters, CancellationToken cancel);

    /// <summary>Dead letters, newest first.</summary>
    ValueTask<IReadOnlyList<DeadLetter>> GetDeadLettersAsync(DeadLetterQuery query, AgencyScope scope, CancellationToken cancel);

    /// <summary>A dead letter by id.</summary>
    ValueTask<DeadLetter?> GetDeadLetterAsync(EventId id, AgencyScope scope, CancellationToken cancel);

    /// <summary>Number of dead letters that are still dead.</summary>
    ValueTask<long> CountDeadLettersAsync(AgencyScope scope, CancellationToken cancel);

    /// <summary>
    /// Number of dead letters by source that were received at or after the one time and before the other, those that a
    /// replay stored later included; most first, then by source.
    /// </summary>
    ValueTask<IReadOnlyList<DeadLetterCount>> CountDeadLettersAsync(DateTimeOffset from, DateTimeOffset to, AgencyScope scope, CancellationToken cancel);

    /// <summary>Marks letters as stored by a replay.</summary>
    ValueTask MarkReplayedAsync(IReadOnlyCollection<EventId> ids, DateTimeOffset at, CancellationToken cancel);

    /// <summary>A named document; null when there is none.</summary>
    ValueTask<string?> GetAsync(string name, CancellationToken cancel);

    /// <summary>Names and documents that begin with a prefix.</summary>
    ValueTask<IReadOnlyDictionary<string, string>> GetAllAsync(string prefix, CancellationToken cancel);

    /// <summary>Writes named documents in one transaction; null removes.</summary>
    ValueTask SetAsync(IReadOnlyDictionary<string, string?> documents, CancellationToken cancel);
}
