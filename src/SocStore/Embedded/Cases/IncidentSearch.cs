using Microsoft.Data.Sqlite;
using SocCore.Incidents;
using SocCore.Storage;
using SocStore.Cases;

namespace SocStore.Embedded.Cases;

/// <summary>A search over incidents as SQL; every value travels as a parameter.</summary>
internal sealed class IncidentSearch
{
    private readonly List<object?> _values = [];
    private readonly List<string> _terms = [];
    private readonly IncidentQuery _query;

    public IncidentSearch(IncidentQuery query, AgencyScope scope)
    {
        IncidentFilter.CheckLimit(query.Limit);
        _query = query;
        _terms.Add(IncidentRows.Visible("i.uid", scope, _values));
        if (query.Status.Count > 0)
            _terms.Add($"i.status IN ({string.Join(", ", query.Status.Distinct().Select(s => Parameter((int)s)))})");
        if (query.MinSeverity is { } least)
            _terms.Add($"i.severity >= {Parameter((int)least)}");
        if (query.Agency is { } agency)
            _terms.Add($"EXISTS (SELECT 1 FROM incident_agencies o WHERE o.uid = i.uid AND o.agency = {Parameter(agency)})");
        if (query.System is { } system)
            _terms.Add($"EXISTS (SELECT 1 FROM incident_systems s WHERE s.uid = i.uid AND s.system = {Parameter(system)})");
        if (query.RuleId is { } rule)
            _terms.Add($"i.rule = {Parameter(rule)}");
        if (query.Assignee is { } assignee)
            _terms.Add($"i.assignee = {Parameter(assignee)}");
        if (query.From is { } from)
            _terms.Add($"i.created >= {Parameter(from.UtcTicks)}");
        if (query.To is { } to)
            _terms.Add($"i.created < {Parameter(to.UtcTicks)}");
        foreach (string word in SearchText.Words(query.Text))
            _terms.Add(IncidentRows.HasWord("i.uid", word, scope, _values));
    }

    public IncidentPage Run(SqliteSession db)
    {
        string where = string.Join(" AND ", _terms);
        long total = (long)db.Scalar($"SELECT count(*) FROM incidents i WHERE {where}", [.. _values])!;
        // A bare number in ORDER BY would name a column.
        string keys = _query.Sort switch
        {
            IncidentSort.CreatedAscending => "i.created, 0 + 0, i.uid",
            IncidentSort.SeverityDescending => "-i.severity, -i.created, i.uid",
            IncidentSort.ModifiedDescending => "-i.modified, 0 + 0, i.uid",
            _ => "-i.created, 0 + 0, i.uid",
        };
        if (_query.After is not null)
        {
            IncidentPageMark after = IncidentPageMark.Read(_query.After, _query.Sort);
            where += $" AND ({keys}) > ({Parameter(after.First)}, {Parameter(after.Second)}, {Parameter(after.Uid)})";
        }

        List<Incident> found = db.Query(
            $"SELECT i.doc FROM incidents i WHERE {where} ORDER BY {keys} LIMIT {Parameter(_query.Limit + 1)}",
            static (SqliteDataReader row) => StoredJson.Read<Incident>(row.GetString(0)),
            [.. _values]);
        if (found.Count <= _query.Limit)
            return new IncidentPage(found, null, total);
        found.RemoveAt(_query.Limit);
        return new IncidentPage(found, IncidentPageMark.Of(found[^1], _query.Sort).Write(), total);
    }

    private string Parameter(object value)
    {
        _values.Add(value);
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"@{_values.Count}");
    }
}
