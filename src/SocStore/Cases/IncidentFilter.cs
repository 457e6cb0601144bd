using SocCore.Incidents;
using SocCore.Storage;

namespace SocStore.Cases;

/// <summary>A search over incidents, tested in memory.</summary>
internal sealed class IncidentFilter
{
    /// <summary>The most incidents of a page.</summary>
    public const int MostIncidents = 200;

    private readonly IncidentQuery _query;
    private readonly AgencyScope _scope;
    private readonly IReadOnlyList<string> _words;

    public IncidentFilter(IncidentQuery query, AgencyScope scope)
    {
        CheckLimit(query.Limit);
        _query = query;
        _scope = scope;
        _words = SearchText.Words(query.Text);
    }

    public static void CheckLimit(int limit)
    {
        if (limit is < 1 or > MostIncidents)
            throw new ArgumentOutOfRangeException(nameof(limit), limit, $"A page holds 1 to {MostIncidents} incidents.");
    }

    public bool Meets(Incident incident) =>
        _scope.Sees(incident)
        && (_query.Status.Count == 0 || _query.Status.Contains(incident.Status))
        && (_query.MinSeverity is not { } least || incident.Severity >= least)
        && (_query.Agency is not { } agency || incident.Agency == agency || incident.InvolvedAgencies.Contains(agency))
        && (_query.System is not { } system || incident.Systems.Contains(system))
        && (_query.RuleId is not { } rule || incident.RuleId == rule)
        && (_query.Assignee is not { } assignee || (incident.Assignee ?? "") == assignee)
        && (_query.From is not { } from || incident.Created >= from)
        && (_query.To is not { } to || incident.Created < to)
        && HasWords(incident);

    private bool HasWords(Incident incident)
    {
        if (_words.Count == 0)
            return true;
        string shared = SearchText.Shared(incident);
        string entities = SearchText.Entities(incident, _scope);
        return _words.All(w => shared.Contains(w, StringComparison.Ordinal) || entities.Contains(w, StringComparison.Ordinal));
    }
}
