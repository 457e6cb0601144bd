using Microsoft.Data.Sqlite;
using SocCore.Events;
using SocCore.Storage;

namespace SocStore.Embedded.Cases;

/// <summary>Dead letters and named documents in the case file.</summary>
internal sealed class EmbeddedStateStore(CaseFile file) : IStateStore
{
    private const string Columns = "id, received, listener, peer, name, source, agency, stage, reason, bytes, tries, replayed";

    public async ValueTask AddDeadLettersAsync(IReadOnlyList<DeadLetter> letters, CancellationToken cancel)
    {
        await file.WriteAsync(
            db =>
            {
                foreach (DeadLetter letter in letters)
                {
                    db.Execute(
                        $"INSERT INTO dead_letters ({Columns}) VALUES (@1, @2, @3, @4, @5, @6, @7, @8, @9, @10, @11, @12) ON CONFLICT (id) DO UPDATE SET tries = tries + 1",
                        letter.Id.ToGuid().ToByteArray(bigEndian: true), letter.ReceivedAt.UtcTicks, letter.Listener, letter.Peer, letter.Name.ToArray(), letter.Source,
                        letter.Agency, letter.Stage, letter.Reason, letter.Bytes.ToArray(), letter.Tries, letter.ReplayedAt?.UtcTicks);
                }

                return true;
            },
            cancel).ConfigureAwait(false);
    }

    public async ValueTask<IReadOnlyList<DeadLetter>> GetDeadLettersAsync(DeadLetterQuery query, AgencyScope scope, CancellationToken cancel)
    {
        QueryRules.CheckLimit(query.Limit);
        (string order, string behind) = query.OldestFirst ? ("ASC", ">") : ("DESC", "<");
        return await file.ReadAsync(
            db => db.Query(
                $"""
                SELECT {Columns} FROM dead_letters
                WHERE (@1 OR agency = @2) AND (@3 IS NULL OR source = @3) AND (@4 IS NULL OR stage = @4)
                  AND (@5 IS NULL OR instr(reason, @5) > 0) AND (@6 IS NULL OR received >= @6) AND (@7 OR replayed IS NULL)
                  AND (@9 IS NULL OR (received, id) {behind} (@9, @10))
                ORDER BY received {order}, id {order} LIMIT @8
                """,
                ReadLetter,
                scope.SeesAll, Reader(scope), query.Source, query.Stage, query.Reason, query.Since?.UtcTicks, query.WithReplayed, query.Limit,
                query.Beyond?.ReceivedAt.UtcTicks, query.Beyond?.Id.ToGuid().ToByteArray(bigEndian: true)),
            cancel).ConfigureAwait(false);
    }

    public ValueTask<DeadLetter?> GetDeadLetterAsync(EventId id, AgencyScope scope, CancellationToken cancel) =>
        file.ReadAsync(
            db => db.Query($"SELECT {Columns} FROM dead_letters WHERE id = @1 AND (@2 OR agency = @3)", ReadLetter, id.ToGuid().ToByteArray(bigEndian: true), scope.SeesAll, Reader(scope)).FirstOrDefault(),
            cancel);

    public ValueTask<long> CountDeadLettersAsync(AgencyScope scope, CancellationToken cancel) =>
        file.ReadAsync(
            db => (long)(db.Scalar("SELECT count(*) FROM dead_letters WHERE replayed IS NULL AND (@1 OR agency = @2)", scope.SeesAll, Reader(scope)) ?? 0L),
            cancel);

    public async ValueTask<IReadOnlyList<DeadLetterCount>> CountDeadLettersAsync(DateTimeOffset from, DateTimeOffset to, AgencyScope scope, CancellationToken cancel) =>
        await file.ReadAsync(
            db => db.Query(
                """
                SELECT source, count(*) AS letters, count(*) - count(replayed) FROM dead_letters
                WHERE received >= @1 AND received < @2 AND (@3 OR agency = @4)
                GROUP BY source ORDER BY letters DESC, source
                """,
                static r => new DeadLetterCount(r.IsDBNull(0) ? null : r.GetString(0), r.GetInt64(1), r.GetInt64(2)),
                from.UtcTicks, to.UtcTicks, scope.SeesAll, Reader(scope)),
            cancel).ConfigureAwait(false);

    public async ValueTask MarkReplayedAsync(IReadOnlyCollection<EventId> ids, DateTimeOffset at, CancellationToken cancel)
    {
        await file.WriteAsync(
            db =>
            {
                foreach (EventId id in ids)
                    db.Execute("UPDATE dead_letters SET replayed = @1 WHERE id = @2", at.UtcTicks, id.ToGuid().ToByteArray(bigEndian: true));
                return true;
            },
            cancel).ConfigureAwait(false);
    }

    public ValueTask<string?> GetAsync(string name, CancellationToken cancel) =>
        file.ReadAsync(db => db.Scalar("SELECT text FROM documents WHERE name = @1", name) as string, cancel);

    public async ValueTask<IReadOnlyDictionary<string, string>> GetAllAsync(string prefix, CancellationToken cancel) =>
        await file.ReadAsync(
            db => db.Query("SELECT name, text FROM documents WHERE substr(name, 1, length(@1)) = @1", static r => (r.GetString(0), r.GetString(1)), prefix)
                .ToDictionary(static p => p.Item1, static p => p.Item2, StringComparer.Ordinal),
            cancel).ConfigureAwait(false);

    public async ValueTask SetAsync(IReadOnlyDictionary<string, string?> documents, CancellationToken cancel)
    {
        await file.WriteAsync(
            db =>
            {
                foreach ((string name, string? text) in documents)
                {
                    if (text is null)
                        db.Execute("DELETE FROM documents WHERE name = @1", name);
                    else
                        db.Execute("INSERT INTO documents (name, text) VALUES (@1, @2) ON CONFLICT (name) DO UPDATE SET text = excluded.text", name, text);
                }

                return true;
            },
            cancel).ConfigureAwait(false);
    }

    /// <summary>The agency whose rows a scope reads; none for what nobody assigned.</summary>
    private static string Reader(AgencyScope scope) => scope.Agency is { } agency && scope.Sees(agency) ? agency : "";

    private static DeadLetter ReadLetter(SqliteDataReader row) => new()
    {
        Id = EventId.FromGuid(new Guid((byte[])row[0], bigEndian: true)),
        ReceivedAt = new DateTimeOffset(row.GetInt64(1), TimeSpan.Zero),
        Listener = row.GetString(2),
        Peer = row.GetString(3),
        Name = (byte[])row[4],
        Source = row.IsDBNull(5) ? null : row.GetString(5),
        Agency = row.GetString(6),
        Stage = row.GetString(7),
        Reason = row.GetString(8),
        Bytes = (byte[])row[9],
        Tries = row.GetInt32(10),
        ReplayedAt = row.IsDBNull(11) ? null : new DateTimeOffset(row.GetInt64(11), TimeSpan.Zero),
    };
}
