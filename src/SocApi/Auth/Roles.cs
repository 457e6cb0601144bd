using System.Collections.Frozen;

namespace SocApi.Auth;

/// <summary>The roles and the scopes that each has. Separation of duty: who administers cannot read evidence, who audits cannot write.</summary>
public static class Roles
{
    public const string Viewer = "viewer";
    public const string Analyst = "analyst";
    public const string Lead = "lead";
    public const string RuleEngineer = "rule_engineer";
    public const string Responder = "responder";
    public const string Auditor = "auditor";
    public const string IocService = "ioc_service";
    public const string Collector = "collector";
    public const string Admin = "admin";

    private static readonly string[] View = [Scopes.IncidentsRead, Scopes.AlertsRead, Scopes.RulesRead, Scopes.SourcesRead];

    private static readonly string[] Analyse =
    [
        .. View, Scopes.EventsRead, Scopes.EventsRaw, Scopes.IncidentsWrite, Scopes.AlertsWrite, Scopes.EvidenceRead, Scopes.EvidenceWrite, Scopes.IncidentsExport,
    ];

    /// <summary>Role → scopes.</summary>
    public static FrozenDictionary<string, FrozenSet<string>> All { get; } = new Dictionary<string, string[]>
    {
        [Viewer] = View,
        [Analyst] = Analyse,
        [Lead] = [.. Analyse, Scopes.IncidentsClose, Scopes.IncidentsAssign, Scopes.IncidentsMerge, Scopes.SuppressionsWrite, Scopes.ReportsRead, Scopes.ReportsRun, Scopes.SourcesWrite],
        [RuleEngineer] = [Scopes.RulesRead, Scopes.RulesWrite, Scopes.RulesDeploy, Scopes.SourcesRead, Scopes.SourcesWrite, Scopes.EventsRead, Scopes.EventsRaw],
        [Responder] = [.. View, Scopes.EventsRead, Scopes.IncidentsWrite, Scopes.AlertsWrite, Scopes.EvidenceRead, Scopes.EvidenceWrite],
        [Auditor] = [.. View, Scopes.EventsRead, Scopes.EvidenceRead, Scopes.AuditRead, Scopes.ReportsRead],
        [IocService] = [Scopes.IocRead],
        [Collector] = [Scopes.AlertsIngest, Scopes.EventsIngest],
        [Admin] = [Scopes.Admin, Scopes.RulesRead, Scopes.SourcesRead, Scopes.SourcesWrite],
    }.ToFrozenDictionary(static r => r.Key, static r => r.Value.ToFrozenSet());

    /// <summary>All scopes of the roles; unknown roles have none.</summary>
    public static FrozenSet<string> ScopesOf(IEnumerable<string> roles) =>
        roles.SelectMany(static r => All.TryGetValue(r, out FrozenSet<string>? scopes) ? scopes : []).ToFrozenSet();
}
