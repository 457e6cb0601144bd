using SocCore.Conditions;
using SocCore.Events;
using SocCore.Incidents;
using SocCore.Search;

namespace SocApi.Desk;

/// <summary>
/// An incident in the form of an event under <c>soc.incident.*</c>, so that a query over incidents means exactly what the
/// same query over events would. Built of what the caller may see, so that a query cannot ask for the rest.
/// </summary>
internal static class IncidentDocument
{
    private static readonly Dictionary<string, Field> Known = [];

    /// <summary>Whether the incident meets a condition of <see cref="KqlSchema.Incidents"/>.</summary>
    public static bool Meets(Incident incident, Condition condition)
    {
        using EventBatchBuilder builder = new();
        builder.Begin();
        Write(incident, builder);
        builder.Commit(EventId.FromGuid(incident.Uid), 0, 0, incident.Start.UtcTicks, incident.Created.UtcTicks);
        using EventBatch batch = builder.Build();
        return ConditionMatcher.Matches(condition, batch[0]);
    }

    /// <summary>The field of a condition for a name of the incident grammar.</summary>
    public static Field FieldOf(string name)
    {
        lock (Known)
        {
            if (!Known.TryGetValue(name, out Field? field))
            {
                field = KqlSchema.Incidents.TryFind(name, out KqlField? found, out string problem, out _) ? found.Field : throw new ArgumentException(problem, nameof(name));
                Known[name] = field;
            }

            return field;
        }
    }

    private static void Write(Incident incident, EventBatchBuilder builder)
    {
        Text("uid", incident.Uid.ToString());
        Text("number", incident.Number);
        Text("agency", incident.Agency);
        Texts("involved_agencies", incident.InvolvedAgencies);
        Texts("system", incident.Systems);
        Text("rule", incident.RuleId);
        Text("assignee", incident.Assignee);
        Text("resolved_by", incident.ResolvedBy);
        Texts("tags", incident.Tags);
        Texts("entity", incident.Entities.Select(static e => e.Value));
        Text("status", IncidentWords.Of(incident.Status));
        Text("phase", IncidentWords.Of(incident.Phase));
        Text("verdict", IncidentWords.Of(incident.Verdict));
        builder.AddInteger(FieldOf("severity"), (int)incident.Severity);
        builder.AddInteger(FieldOf("event_count"), incident.EventCount);
        builder.AddInteger(FieldOf("alert_count"), incident.DetectionCount);
        builder.AddBoolean(FieldOf("historic"), incident.Historic);
        builder.AddTime(FieldOf("created"), incident.Created.UtcTicks);
        builder.AddTime(FieldOf("modified"), incident.Modified.UtcTicks);
        builder.AddTime(FieldOf("start"), incident.Start.UtcTicks);
        builder.AddTime(FieldOf("end"), incident.End.UtcTicks);
        IEnumerable<string?> texts = [incident.Title, .. incident.Titles.Values, incident.Number, incident.Description, incident.Summary];
        Texts("text", texts.Concat(incident.Entities.Select(static e => e.Value)).OfType<string>().Select(Marks.Strip).Distinct());

        void Text(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
                builder.AddText(FieldOf(name), value);
        }

        void Texts(string name, IEnumerable<string> values)
        {
            foreach (string value in values)
                Text(name, value);
        }
    }
}
