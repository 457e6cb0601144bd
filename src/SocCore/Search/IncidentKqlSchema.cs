using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using SocCore.Events;
using SocCore.Incidents;
using SocCore.Rules;

namespace SocCore.Search;

/// <summary>Fields of incidents, under the names that the API's documents use.</summary>
internal sealed class IncidentKqlSchema : KqlSchema
{
    private readonly FrozenDictionary<string, KqlField> _fields;

    public IncidentKqlSchema()
    {
        KqlField[] fields =
        [
            Text("uid"), Text("number"), Text("agency"), Text("involved_agencies"), Text("system"), Text("rule"), Text("assignee"), Text("tags"),
            Text("entity"), Text("resolved_by"),
            Words("status", Enum.GetValues<IncidentStatus>().Select(IncidentWords.Of)),
            Words("phase", Enum.GetValues<IncidentPhase>().Select(IncidentWords.Of)),
            Words("verdict", Enum.GetValues<Verdict>().Select(IncidentWords.Of)),
            Of("severity", FieldType.Long) with
            {
                Ranks = Enum.GetValues<RuleLevel>().ToFrozenDictionary(IncidentWords.Of, static l => (decimal)(int)l),
            },
            Of("created", FieldType.Date), Of("modified", FieldType.Date), Of("start", FieldType.Date), Of("end", FieldType.Date),
            Of("event_count", FieldType.Long), Of("alert_count", FieldType.Long), Of("historic", FieldType.Boolean),
            Of("text", FieldType.Text) with { IgnoresMarks = true },
        ];
        _fields = fields.ToFrozenDictionary(static f => f.Name);
        BareWords = _fields["text"];
    }

    public override KqlField? BareWords { get; }

    public override bool TryFind(string name, [NotNullWhen(true)] out KqlField? field, out string problem, out IReadOnlyList<string> nearest)
    {
        bool found = _fields.TryGetValue(name, out field);
        problem = found ? "" : $"Incidents have no field '{name}'; they have {string.Join(", ", _fields.Keys.Order(StringComparer.Ordinal))}";
        nearest = found ? [] : Nearest(name, _fields.Keys);
        return found;
    }

    private static KqlField Text(string name) => Of(name, FieldType.Keyword);

    private static KqlField Words(string name, IEnumerable<string> words) => Of(name, FieldType.Keyword) with { Words = [.. words] };

    private static KqlField Of(string name, FieldType type) => new(name, Fields.Get("soc.incident." + name, type), type);
}
