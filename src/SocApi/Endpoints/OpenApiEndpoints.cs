using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Scalar.AspNetCore;
using SocApi.Auth;

namespace SocApi.Endpoints;

/// <summary>The OpenAPI document and the page that shows it, both without a foreign host.</summary>
internal static class OpenApiEndpoints
{
    public const string DocumentPath = "/openapi/v1.json";

    public static IServiceCollection AddSocOpenApi(this IServiceCollection services) =>
        services.AddOpenApi("v1", static document =>
        {
            document.AddOperationTransformer<ParameterTransformer>();
            document.AddDocumentTransformer<DocumentTransformer>();
        });

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapOpenApi("/openapi/{documentName}.json").RequireScope(Scopes.Any);
        endpoints.MapGet("/scalar", static () => TypedResults.Text(ScalarPage.Html, "text/html; charset=utf-8")).RequireScope(Scopes.Any).ExcludeFromDescription();
        endpoints.MapGet("/scalar/start.js", static () => TypedResults.Text(ScalarPage.Script, "text/javascript; charset=utf-8")).RequireScope(Scopes.Any).ExcludeFromDescription();
        endpoints.MapScalarApiReference(ScalarPage.BundlePath).RequireScope(Scopes.Any);
    }
}
