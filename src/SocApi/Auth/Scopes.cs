namespace SocApi.Auth;

/// <summary>What a token may be used for; the words in the <c>scope</c> of problem documents and endpoint metadata.</summary>
public static class Scopes
{
    public const string IncidentsRead = "incidents:read";
    public const string IncidentsWrite = "incidents:write";
    public const string IncidentsClose = "incidents:close";
    public const string IncidentsAssign = "incidents:assign";
    public const string IncidentsMerge = "incidents:merge";
    public const string IncidentsExport = "incidents:export";
    public const string AlertsRead = "alerts:read";
    public const string AlertsWrite = "alerts:write";
    public const string AlertsIngest = "alerts:ingest";
    public const string EventsRead = "events:read";
    public const string EventsRaw = "events:raw";
    public const string EventsIngest = "events:ingest";
    public const string EvidenceRead = "evidence:read";
    public const string EvidenceWrite = "evidence:write";
    public const string RulesRead = "rules:read";
    public const string RulesWrite = "rules:write";
    public const string RulesDeploy = "rules:deploy";
    public const string SourcesRead = "sources:read";
    public const string SourcesWrite = "sources:write";
    public const string SuppressionsWrite = "suppressions:write";
    public const string ReportsRead = "reports:read";
    public const string ReportsRun = "reports:run";
    public const string AuditRead = "audit:read";
    public const string IocRead = "ioc:read";
    public const string Admin = "admin";

    /// <summary>Any valid token will do; still never none.</summary>
    public const string Any = "any";
}
