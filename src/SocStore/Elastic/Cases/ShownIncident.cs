using System.Text.Json;
using System.Text.Json.Nodes;
using SocCore.Events;
using SocCore.Incidents;

namespace SocStore.Elastic.Cases;

/// <summary>
/// What of an incident is indexed for people who open the index itself, as with Kibana: dates as dates, states as words,
/// titles in both languages, and how long each step took. The store never reads it.
/// </summary>
public static class ShownIncident
{
    private const string Vietnamese = "vi";
    private const string English = "en";
    private const int LongestTerm = 1_000;

    private static readonly Dictionary<string, FieldType> Own = new()
    {
        ["@timestamp"] = FieldType.Date,
        ["incident.title.vi"] = FieldType.Keyword,
        ["incident.title.en"] = FieldType.Keyword,
        ["incident.status"] = FieldType.Keyword,
        ["incident.severity"] = FieldType.Keyword,
        ["incident.phase"] = FieldType.Keyword,
        ["incident.verdict"] = FieldType.Keyword,
        ["incident.agency"] = FieldType.Keyword,
        ["incident.tags"] = FieldType.Keyword,
        ["incident.events"] = FieldType.Long,
        ["incident.detections"] = FieldType.Long,
        ["incident.start"] = FieldType.Date,
        ["incident.end"] = FieldType.Date,
        ["incident.modified"] = FieldType.Date,
        ["incident.acknowledged"] = FieldType.Date,
        ["incident.resolved"] = FieldType.Date,
        ["incident.closed"] = FieldType.Date,
        ["incident.minutes_to_detect"] = FieldType.Double,
        ["incident.minutes_to_acknowledge"] = FieldType.Double,
        ["incident.minutes_to_resolve"] = FieldType.Double,
    };

    /// <summary>The fields that may be shown, and their types; those that the store searches by are among them where they say something to people.</summary>
    public static IReadOnlyDictionary<string, FieldType> Fields { get; } = new Dictionary<string, FieldType>(Own)
    {
        ["number"] = FieldType.Keyword,
        ["rule"] = FieldType.Keyword,
        ["assignee"] = FieldType.Keyword,
        ["agencies"] = FieldType.Keyword,
        ["systems"] = FieldType.Keyword,
        ["severity"] = FieldType.Long,
        ["status"] = FieldType.Long,
    };

    /// <summary>Adds the fields to the mapping of the incidents.</summary>
    internal static JsonObject Map(JsonObject properties)
    {
        foreach ((string name, FieldType type) in Own)
        {
            JsonObject at = properties;
            string[] path = name.Split('.');
            foreach (string step in path[..^1])
            {
                at[step] ??= new JsonObject { ["properties"] = new JsonObject() };
                at = at[step]!["properties"]!.AsObject();
            }

            at[path[^1]] = type switch
            {
                FieldType.Date => new JsonObject { ["type"] = "date" },
                FieldType.Long => new JsonObject { ["type"] = "long" },
                FieldType.Double => new JsonObject { ["type"] = "double" },
                _ => new JsonObject { ["type"] = "keyword", ["ignore_above"] = LongestTerm },
            };
        }

        return properties;
    }

    /// <summary>Writes them into the incident's document.</summary>
    internal static void Write(Utf8JsonWriter writer, Incident incident)
    {
        writer.WriteString("@timestamp", Rfc3339.Format(incident.Created));
        writer.WriteStartObject("incident");
        writer.WriteStartObject("title");
        writer.WriteString(Vietnamese, incident.Titles.GetValueOrDefault(Vietnamese, incident.Title));
        writer.WriteString(English, incident.Titles.GetValueOrDefault(English, incident.Title));
        writer.WriteEndObject();
        writer.WriteString("status", IncidentWords.Of(incident.Status));
        writer.WriteString("severity", IncidentWords.Of(incident.Severity));
        writer.WriteString("phase", IncidentWords.Of(incident.Phase));
        writer.WriteString("verdict", IncidentWords.Of(incident.Verdict));
        writer.WriteString("agency", incident.Agency);
        writer.WriteStartArray("tags");
        foreach (string tag in incident.Tags)
            writer.WriteStringValue(tag);
        writer.WriteEndArray();
        writer.WriteNumber("events", incident.EventCount);
        writer.WriteNumber("detections", incident.DetectionCount);
        Date(writer, "start", incident.Start);
        Date(writer, "end", incident.End);
        Date(writer, "modified", incident.Modified);
        Date(writer, "acknowledged", incident.Acknowledged);
        Date(writer, "resolved", incident.Resolved);
        Date(writer, "closed", incident.Closed);
        Minutes(writer, "minutes_to_detect", incident.Start, incident.Created);
        Minutes(writer, "minutes_to_acknowledge", incident.Created, incident.Acknowledged);
        Minutes(writer, "minutes_to_resolve", incident.Created, incident.Resolved);
        writer.WriteEndObject();
    }

    private static void Date(Utf8JsonWriter writer, string name, DateTimeOffset? value)
    {
        if (value is { } date)
            writer.WriteString(name, Rfc3339.Format(date));
    }

    private static void Minutes(Utf8JsonWriter writer, string name, DateTimeOffset from, DateTimeOffset? to)
    {
        if (to is { } end)
            writer.WriteNumber(name, Math.Round((end - from).TotalMinutes, 3));
    }
}
