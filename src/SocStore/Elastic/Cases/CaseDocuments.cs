using System.Buffers;
using System.Globalization;
using System.Text.Json;
using SocCore.Incidents;
using SocCore.Storage;
using SocStore.Cases;
using SocStore.Elastic.Gateway;

namespace SocStore.Elastic.Cases;

/// <summary>What cases look like as documents, and what they are called.</summary>
internal static class CaseDocuments
{
    /// <summary>The name under which a commit's named document is kept, apart from all else in that index.</summary>
    public static string StateId(string name) => CaseTerm.Of("scan/" + name);

    /// <summary>An incident; <paramref name="opened"/> is the sequence of its first change.</summary>
    public static PendingDocument Of(Incident incident, long opened)
    {
        string[] agencies = [.. ((string[])[incident.Agency, .. incident.InvolvedAgencies]).Distinct()];
        return new PendingDocument(CaseIndices.IncidentsName, IncidentPageMark.UidKey(incident.Uid), incident.Version, Write(StoredJson.Write(incident), w =>
        {
            w.WriteString("uid", IncidentPageMark.UidKey(incident.Uid));
            w.WriteString("number", incident.Number);
            w.WriteNumber("status", (int)incident.Status);
            w.WriteNumber("severity", (int)incident.Severity);
            if (incident.RuleId is { } rule)
                w.WriteString("rule", CaseTerm.Of(rule));
            w.WriteString("assignee", CaseTerm.Of(incident.Assignee ?? ""));
            w.WriteNumber("created", incident.Created.UtcTicks);
            w.WriteNumber("modified", incident.Modified.UtcTicks);
            w.WriteNumber("opened", opened);
            w.WriteString("dedup_key", CaseTerm.Of(incident.DedupKey));
            List(w, "agencies", agencies);
            List(w, "systems", incident.Systems.Select(CaseTerm.Of));
            List(w, "shared_words", SearchWords.Shared(incident));
            List(w, "city_words", SearchWords.City(incident));
            List(w, "agency_words", SearchWords.Agencies(incident, agencies));
            ShownIncident.Write(w, incident);
        }));
    }

    public static PendingDocument Of(Detection detection, long commit) => new(
        CaseIndices.DetectionsName, IncidentPageMark.UidKey(detection.Uid), commit, Write(StoredJson.Write(detection), w =>
        {
            w.WriteString("uid", IncidentPageMark.UidKey(detection.Uid));
            if (detection.IncidentUid is { } incident)
                w.WriteString("incident", IncidentPageMark.UidKey(incident));
            w.WriteNumber("first_event", detection.FirstEvent.UtcTicks);
            w.WriteNumber("last_event", detection.LastEvent.UtcTicks);
        }));

    /// <summary>A match row: always of version 1, since it is made once.</summary>
    public static PendingDocument Of(MatchRow match) => new(
        CaseIndices.MatchesName, CaseTerm.Of($"{match.RuleId}\n{match.LogicHash}\n{match.EventId}"), 1, Write(StoredJson.Write(match), w =>
        {
            w.WriteString("rule", CaseTerm.Of(match.RuleId));
            w.WriteString("logic", CaseTerm.Of(match.LogicHash));
            w.WriteString("event", string.Create(CultureInfo.InvariantCulture, $"{match.EventId.High:x16}{match.EventId.Low:x16}"));
            w.WriteNumber("ts", match.Timestamp);
            w.WriteNumber("spool", match.Spool);
            w.WriteNumber("seq", match.Sequence);
        }));

    public static PendingDocument Of(ChangeRow row) => new(
        CaseIndices.ChangesName, string.Create(CultureInfo.InvariantCulture, $"{row.Sequence:D16}"), 1, Write(StoredJson.Write(row.Change), w =>
        {
            w.WriteString("uid", IncidentPageMark.UidKey(row.IncidentUid));
            w.WriteNumber("seq", row.Sequence);
            w.WriteNumber("version", row.Version);
        }));

    public static PendingDocument Of(LedgerRow row, long commit, int place) => new(
        CaseIndices.LedgerName, string.Create(CultureInfo.InvariantCulture, $"{commit}-{place}"), 1, Write(StoredJson.Write(row), w =>
        {
            w.WriteNumber("at", row.At.UtcTicks);
            w.WriteNumber("commit", commit);
            w.WriteNumber("row", place);
        }));

    public static PendingDocument OfState(string name, string text, long commit) => new(
        CaseIndices.StateName, StateId(name), commit, Write(StoredJson.Write(new Dictionary<string, string> { ["text"] = text }), w => w.WriteString("name", StateId(name))));

    /// <summary>A document with its searched fields and the object that is kept beside them.</summary>
    public static ReadOnlyMemory<byte> Write(string kept, Action<Utf8JsonWriter> fields)
    {
        ArrayBufferWriter<byte> buffer = new(kept.Length + 512);
        using (Utf8JsonWriter writer = new(buffer, ElasticJson.Writer))
        {
            writer.WriteStartObject();
            fields(writer);
            writer.WritePropertyName("doc");
            writer.WriteRawValue(kept, skipInputValidation: true);
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static void List(Utf8JsonWriter writer, string name, IEnumerable<string> values)
    {
        writer.WriteStartArray(name);
        foreach (string value in values)
            writer.WriteStringValue(value);
        writer.WriteEndArray();
    }
}
