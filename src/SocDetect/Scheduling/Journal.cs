using SocCore.Events;
using SocCore.Rules;
using SocCore.Storage;
using SocDetect.Correlation;
using SocDetect.Matching;

namespace SocDetect.Scheduling;

/// <summary>Turns hits into match rows: what is kept of an event for the windows.</summary>
internal sealed class Journal
{
    private static readonly long Day = TimeSpan.FromHours(24).Ticks;

    private readonly RuleSet _rules;
    private readonly Field[]?[] _fields;

    public Journal(RuleSet rules, IReadOnlyList<WindowRule> windows)
    {
        _rules = rules;
        Dictionary<string, Field[]> fields = JournalFields.Of(rules, windows);
        _fields = [.. rules.Rules.Select(r => fields.GetValueOrDefault(r.Id))];
    }

    /// <summary>Whether somebody reads the matches of that rule.</summary>
    public bool IsRead(int rule) => _fields[rule] is not null;

    /// <summary>The row of a hit.</summary>
    public MatchRow RowOf(RuleHit hit, EventBatch batch)
    {
        Rule rule = _rules.Rules[hit.Rule];
        EcsEvent source = batch[hit.Event];
        ref readonly EventHeader header = ref source.Header;
        Dictionary<string, IReadOnlyList<string>> values = [];
        foreach (Field field in _fields[hit.Rule]!)
        {
            FieldValues found = source.Values(field);
            if (found.Count == 0)
                continue;
            string[] texts = new string[found.Count];
            for (int i = 0; i < texts.Length; i++)
                texts[i] = found[i].ToString();
            values[field.Name] = texts;
        }

        if (header.Created - header.Timestamp > Day)
            values[MatchRows.StaleField] = [Rfc3339.Format(source.Created)];
        string? dataset = source.Text(EcsField.EventDataset);
        return new MatchRow(
            rule.Id,
            rule.LogicHash,
            header.Id,
            header.Timestamp,
            header.Spool,
            header.Sequence,
            source.Text(EcsField.OrganizationId) ?? AgencyScope.Unassigned,
            source.Text(EcsField.CitySystem),
            dataset,
            source.Text(EcsField.SocSource) ?? dataset ?? "",
            values);
    }
}
