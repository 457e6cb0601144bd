using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using SocCore.Events;
using SocCore.Incidents;
using SocCore.Storage;
using SocStore.Cases;

namespace SocStore.Embedded.Cases;

/// <summary>Cases in SQLite: a scan is one transaction, its cursor included.</summary>
internal sealed class EmbeddedCaseStore : ICaseStore
{
    private readonly CaseFile _file;
    private readonly CommitSignal _signal;
    private long _lastChange;

    public EmbeddedCaseStore(CaseFile file, TimeProvider time, long lastChange)
    {
        _file = file;
        _signal = new CommitSignal(time);
        _lastChange = lastChange;
    }

    /// <summary>The last change that a file holds.</summary>
    public static long LastChange(CaseFile file) => file.Read(LastChange);

    public async ValueTask<IReadOnlyList<SpoolPosition>> GetCursorsAsync(CancellationToken cancel) =>
        await _file.ReadAsync(static db => db.Query("SELECT spool, seq FROM cursors ORDER BY spool", static r => new SpoolPosition(r.GetInt16(0), r.GetInt64(1))), cancel).ConfigureAwait(false);

    public async ValueTask<bool> CommitAsync(DetectCommit commit, CancellationToken cancel)
    {
        long last = await _file.WriteAsync<long?>(db => Commit(db, commit), cancel).ConfigureAwait(false) ?? -1;
        return Publish(last);
    }

    public async ValueTask<IReadOnlyList<MatchRow>> GetMatchesAsync(string ruleId, string logicHash, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel) =>
        await _file.ReadAsync(
            db => db.Query(
                "SELECT doc FROM matches WHERE rule = @1 AND logic = @2 AND ts >= @3 AND ts <= @4 ORDER BY ts, spool, seq, event",
                static r => StoredJson.Read<MatchRow>(r.GetString(0)),
                ruleId, logicHash, from.UtcTicks, to.UtcTicks),
            cancel).ConfigureAwait(false);

    public ValueTask<string?> GetStateAsync(string name, CancellationToken cancel) =>
        _file.ReadAsync(db => db.Scalar("SELECT text FROM scan_state WHERE name = @1", name) as string, cancel);

    public async ValueTask<IReadOnlyList<Detection>> GetDetectionsSinceAsync(DateTimeOffset lastEvent, CancellationToken cancel) =>
        await _file.ReadAsync(
            db => db.Query("SELECT doc FROM detections WHERE last_event >= @1 ORDER BY first_event, uid", ReadDetection, lastEvent.UtcTicks),
            cancel).ConfigureAwait(false);

    public async ValueTask<IReadOnlyList<Detection>> GetDetectionsAsync(Guid incidentUid, AgencyScope scope, CancellationToken cancel) =>
        await _file.ReadAsync(
            db => FindIncident(db, "i.uid = @1", IncidentPageMark.UidKey(incidentUid), scope) is not { } incident
                ? []
                : db.Query(
                    "SELECT doc FROM detections WHERE incident = @1 OR uid IN (SELECT value FROM json_each(@2)) ORDER BY first_event, uid",
                    ReadDetection,
                    IncidentPageMark.UidKey(incidentUid),
                    JsonSerializer.Serialize(incident.Detections.Select(IncidentPageMark.UidKey))).FindAll(scope.Sees),
            cancel).ConfigureAwait(false);

    public async ValueTask<IReadOnlyList<LedgerRow>> GetLedgerAsync(DateTimeOffset since, int limit, CancellationToken cancel)
    {
        QueryRules.CheckLimit(limit);
        return await _file.ReadAsync(
            db => db.Query("SELECT doc FROM ledger WHERE at >= @1 ORDER BY at DESC, id DESC LIMIT @2", static r => StoredJson.Read<LedgerRow>(r.GetString(0)), since.UtcTicks, limit),
            cancel).ConfigureAwait(false);
    }

    public ValueTask<Incident?> GetIncidentAsync(Guid uid, AgencyScope scope, CancellationToken cancel) =>
        _file.ReadAsync(db => FindIncident(db, "i.uid = @1", IncidentPageMark.UidKey(uid), scope), cancel);

    public ValueTask<Incident?> GetIncidentAsync(string number, AgencyScope scope, CancellationToken cancel) =>
        _file.ReadAsync(db => FindIncident(db, "i.number = @1", number, scope), cancel);

    public ValueTask<Incident?> FindByDedupKeyAsync(string dedupKey, CancellationToken cancel) =>
        _file.ReadAsync(db => db.Query("SELECT doc FROM incidents WHERE dedup_key = @1 ORDER BY created DESC, id DESC LIMIT 1", ReadIncident, dedupKey).FirstOrDefault(), cancel);

    public ValueTask<IncidentPage> SearchIncidentsAsync(IncidentQuery query, AgencyScope scope, CancellationToken cancel)
    {
        IncidentSearch search = new(query, scope);
        return _file.ReadAsync(search.Run, cancel);
    }

    public async ValueTask<Incident?> SaveAsync(Incident incident, long baseVersion, IncidentChange change, CancellationToken cancel)
    {
        long last = -1;
        Incident? saved = await _file.WriteAsync(
            db =>
            {
                Incident? written = IncidentRows.Write(db, incident, baseVersion, change);
                last = written is null ? -1 : LastChange(db);
                return written;
            },
            cancel).ConfigureAwait(false);
        Publish(last);
        return saved;
    }

    public async ValueTask<IReadOnlyList<ChangeRow>> GetHistoryAsync(Guid uid, AgencyScope scope, CancellationToken cancel) =>
        await _file.ReadAsync(db => Changes(db, "c.uid = @1", IncidentPageMark.UidKey(uid), int.MaxValue, scope), cancel).ConfigureAwait(false);

    public async ValueTask<IReadOnlyList<ChangeRow>> GetChangesAsync(long after, int limit, AgencyScope scope, CancellationToken cancel)
    {
        QueryRules.CheckLimit(limit);
        return await _file.ReadAsync(db => Changes(db, "c.seq > @1", after, limit, scope), cancel).ConfigureAwait(false);
    }

    public ValueTask<bool> WaitForChangeAsync(long after, TimeSpan atMost, CancellationToken cancel) =>
        _signal.WaitAsync(() => Volatile.Read(ref _lastChange) > after, atMost, cancel);

    /// <summary>Null when the cursors or a version had moved, else the last change.</summary>
    private static long? Commit(SqliteSession db, DetectCommit commit)
    {
        if (!CursorMoves.Agree(commit, spool => (long)(db.Scalar("SELECT seq FROM cursors WHERE spool = @1", spool) ?? 0L)))
            return null;
        if (commit.Epoch > 0 && db.Execute("INSERT INTO scan_state (name, text) VALUES (@1, @2) ON CONFLICT (name) DO UPDATE SET text = excluded.text WHERE CAST(text AS INTEGER) <= CAST(excluded.text AS INTEGER)", CursorMoves.EpochName, commit.Epoch.ToString(CultureInfo.InvariantCulture)) == 0)
            return null;
        foreach (SpoolPosition cursor in commit.Cursors)
            db.Execute("INSERT INTO cursors (spool, seq) VALUES (@1, @2) ON CONFLICT (spool) DO UPDATE SET seq = excluded.seq", cursor.Spool, cursor.Sequence);
        foreach (MatchRow match in commit.Matches)
        {
            db.Execute(
                "INSERT INTO matches (rule, logic, event, ts, spool, seq, doc) VALUES (@1, @2, @3, @4, @5, @6, @7) ON CONFLICT DO NOTHING",
                match.RuleId, match.LogicHash, match.EventId.ToGuid().ToByteArray(bigEndian: true), match.Timestamp, match.Spool, match.Sequence, StoredJson.Write(match));
        }

        foreach (Detection detection in commit.Detections)
        {
            db.Execute(
                """
                INSERT INTO detections (uid, incident, first_event, last_event, doc) VALUES (@1, @2, @3, @4, @5)
                ON CONFLICT (uid) DO UPDATE SET incident = @2, first_event = @3, last_event = @4, doc = @5
                """,
                IncidentPageMark.UidKey(detection.Uid), detection.IncidentUid is { } uid ? IncidentPageMark.UidKey(uid) : null, detection.FirstEvent.UtcTicks, detection.LastEvent.UtcTicks, StoredJson.Write(detection));
        }

        foreach ((Incident incident, long baseVersion, IncidentChange change) in commit.Incidents)
        {
            if (IncidentRows.Write(db, incident, baseVersion, change) is null)
                return null;
        }

        foreach (LedgerRow row in commit.Ledger)
            db.Execute("INSERT INTO ledger (at, doc) VALUES (@1, @2)", row.At.UtcTicks, StoredJson.Write(row));
        foreach ((string name, string text) in commit.State)
            db.Execute("INSERT INTO scan_state (name, text) VALUES (@1, @2) ON CONFLICT (name) DO UPDATE SET text = excluded.text", name, text);
        if (commit.DropMatchesBefore is { } oldest)
            db.Execute("DELETE FROM matches WHERE ts < @1", oldest.UtcTicks);
        return LastChange(db);
    }

    private static long LastChange(SqliteSession db) => (long)(db.Scalar("SELECT max(seq) FROM changes") ?? 0L);

    private static Incident? FindIncident(SqliteSession db, string which, object key, AgencyScope scope)
    {
        List<object?> values = [key];
        string visible = IncidentRows.Visible("i.uid", scope, values);
        return db.Query($"SELECT i.doc FROM incidents i WHERE {which} AND {visible}", ReadIncident, [.. values]).FirstOrDefault();
    }

    private static List<ChangeRow> Changes(SqliteSession db, string which, object key, int limit, AgencyScope scope)
    {
        List<object?> values = [key, limit];
        string visible = IncidentRows.Visible("c.uid", scope, values);
        return db.Query(
            $"SELECT c.seq, c.uid, c.version, c.doc FROM changes c WHERE {which} AND {visible} ORDER BY c.seq LIMIT @2",
            static r => new ChangeRow(r.GetInt64(0), Guid.ParseExact(r.GetString(1), "D"), r.GetInt64(2), StoredJson.Read<IncidentChange>(r.GetString(3))),
            [.. values]);
    }

    private static Incident ReadIncident(SqliteDataReader row) => StoredJson.Read<Incident>(row.GetString(0));

    private static Detection ReadDetection(SqliteDataReader row) => StoredJson.Read<Detection>(row.GetString(0));

    /// <summary>Makes a commit visible to those who wait; false when there was none.</summary>
    private bool Publish(long last)
    {
        if (last < 0)
            return false;
        long known;
        while ((known = Volatile.Read(ref _lastChange)) < last && Interlocked.CompareExchange(ref _lastChange, last, known) != known)
        {
        }

        _signal.Raise();
        return true;
    }
}
