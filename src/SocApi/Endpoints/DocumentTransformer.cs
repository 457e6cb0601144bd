using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace SocApi.Endpoints;

/// <summary>Title, version and the way to sign in.</summary>
internal sealed class DocumentTransformer : IOpenApiDocumentTransformer
{
    public const string Scheme = "bearer";

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo { Title = "SmartCity SOC", Version = "v1", Description = "Incidents, events and sources of the city's security operations center." };
        // The document speaks of no host: it is true wherever it is read.
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes[Scheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "JWT" };
        return Task.CompletedTask;
    }
}
