using SocCore.Incidents;
using SocCore.Storage;
using SocStore.Cases;

namespace SocStore.Embedded.Cases;

/// <summary>Writes one version of an incident with everything that hangs on it: who sees it, what may be searched, its history.</summary>
internal static class IncidentRows
{
    private const string City = "*";
    private const string Everybody = "";

    /// <summary>The version that is there; 0 when there is none.</summary>
    public static long VersionOf(SqliteSession db, Guid uid) =>
        (long)(db.Scalar("SELECT version FROM incidents WHERE uid = @1", IncidentPageMark.UidKey(uid)) ?? 0L);

    /// <summary>Null when the version is not the one that the change begins at.</summary>
    public static Incident? Write(SqliteSession db, Incident incident, long baseVersion, IncidentChange change)
    {
        if (VersionOf(db, incident.Uid) != baseVersion)
            return null;
        string uid = IncidentPageMark.UidKey(incident.Uid);
        string number = baseVersion == 0 ? NextNumber(db, incident) : (string)db.Scalar("SELECT number FROM incidents WHERE uid = @1", uid)!;
        Incident saved = incident with { Version = baseVersion + 1, Number = number };
        db.Execute(
            """
            INSERT INTO incidents (uid, number, version, status, severity, rule, assignee, created, modified, dedup_key, doc)
            VALUES (@1, @2, @3, @4, @5, @6, @7, @8, @9, @10, @11)
            ON CONFLICT (uid) DO UPDATE SET version = @3, status = @4, severity = @5, rule = @6, assignee = @7, created = @8, modified = @9, dedup_key = @10, doc = @11
            """,
            uid, number, saved.Version, (int)saved.Status, (int)saved.Severity, saved.RuleId, saved.Assignee ?? "", saved.Created.UtcTicks, saved.Modified.UtcTicks, saved.DedupKey, StoredJson.Write(saved));
        WriteReaders(db, uid, saved);
        db.Execute("INSERT INTO changes (uid, version, doc) VALUES (@1, @2, @3)", uid, saved.Version, StoredJson.Write(change));
        return saved;
    }

    /// <summary>The condition, with its parameters behind those that are there, under which a scope sees the incident of a column.</summary>
    public static string Visible(string uidColumn, AgencyScope scope, List<object?> values)
    {
        if (scope.SeesAll)
            return "1";
        if (!scope.Sees(scope.Agency!))
            return "0";
        values.Add(scope.Agency);
        return $"EXISTS (SELECT 1 FROM incident_agencies a WHERE a.uid = {uidColumn} AND a.agency = @{values.Count})";
    }

    /// <summary>The condition under which a word occurs in what the scope may search.</summary>
    public static string HasWord(string uidColumn, string word, AgencyScope scope, List<object?> values)
    {
        values.Add(scope.SeesAll ? City : scope.Agency);
        values.Add(word);
        return $"EXISTS (SELECT 1 FROM incident_text t WHERE t.uid = {uidColumn} AND t.reader IN ('{Everybody}', @{values.Count - 1}) AND instr(t.text, @{values.Count}) > 0)";
    }

    private static void WriteReaders(SqliteSession db, string uid, Incident incident)
    {
        db.Execute("DELETE FROM incident_agencies WHERE uid = @1", uid);
        db.Execute("DELETE FROM incident_systems WHERE uid = @1", uid);
        db.Execute("DELETE FROM incident_text WHERE uid = @1", uid);
        HashSet<string> agencies = [incident.Agency, .. incident.InvolvedAgencies];
        foreach (string agency in agencies)
        {
            db.Execute("INSERT INTO incident_agencies (uid, agency) VALUES (@1, @2)", uid, agency);
            AgencyScope scope = AgencyScope.Of(agency);
            if (!scope.SeesAll)
                WriteText(db, uid, agency, SearchText.Entities(incident, scope));
        }

        foreach (string system in incident.Systems.Distinct())
            db.Execute("INSERT INTO incident_systems (uid, system) VALUES (@1, @2)", uid, system);
        WriteText(db, uid, City, SearchText.Entities(incident, AgencyScope.City));
        WriteText(db, uid, Everybody, SearchText.Shared(incident));
    }

    private static void WriteText(SqliteSession db, string uid, string reader, string text)
    {
        if (text.Length > 0)
            db.Execute("INSERT INTO incident_text (uid, reader, text) VALUES (@1, @2, @3)", uid, reader, text);
    }

    private static string NextNumber(SqliteSession db, Incident incident)
    {
        int year = IncidentNumber.YearOf(incident.Created);
        long count = (long)db.Scalar("INSERT INTO incident_numbers (year, last) VALUES (@1, 1) ON CONFLICT (year) DO UPDATE SET last = last + 1 RETURNING last", year)!;
        return IncidentNumber.Format(year, count);
    }
}
