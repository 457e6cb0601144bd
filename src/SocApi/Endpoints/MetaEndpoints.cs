using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SocApi.Auth;
using SocApi.Contracts;
using SocApi.Desk;
using SocApi.Http;
using SocCore.Incidents;
using SocCore.Incidents.Workflow;
using SocCore.Rules;
using SocCore.Storage;

namespace SocApi.Endpoints;

/// <summary><c>/me</c> and <c>/meta</c>: who the caller is, and what is fixed.</summary>
internal static class MetaEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/me", Me).RequireScope(Scopes.Any).WithName("GetMe").WithTags("meta").Answers<CallerResource>();
        api.MapGet("/meta/workflow", Workflow).RequireScope(Scopes.Any).WithName("GetWorkflow").WithTags("meta").Answers<WorkflowResource>();
    }

    private static IResult Me(HttpContext context)
    {
        Caller caller = context.Caller();
        return Reply.Json(new CallerResource(
            caller.Subject, caller.DisplayName, caller.Roles, [.. caller.Scopes.Order(StringComparer.Ordinal)], caller.Agency.Agency ?? AgencyScope.CitySoc, caller.Agency.SeesAll));
    }

    private static IResult Workflow() => Reply.Json(new WorkflowResource(
        IncidentWords.All<IncidentStatus>(),
        [.. IncidentWorkflow.Steps.Select(StepResource.Of)],
        IncidentWords.All<IncidentPhase>(),
        IncidentWords.All<Verdict>(),
        IncidentWords.All<RuleLevel>(),
        "High and critical incidents are closed by another person than who resolved them, and never straight from new."));
}
