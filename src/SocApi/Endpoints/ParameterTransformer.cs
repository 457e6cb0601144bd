using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using SocApi.Auth;
using SocApi.Http;

namespace SocApi.Endpoints;

/// <summary>Writes into the document what endpoints say of their parameters and of the scope that they need.</summary>
internal sealed class ParameterTransformer : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (RequestParameter parameter in context.Description.ActionDescriptor.EndpointMetadata.OfType<RequestParameter>())
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = parameter.Name,
                Description = parameter.Description,
                In = parameter.IsHeader ? ParameterLocation.Header : ParameterLocation.Query,
                Required = parameter.IsRequired,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            });
        }

        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<ScopeRequirement>().LastOrDefault() is { } requirement)
        {
            operation.Description = requirement.Scope == Scopes.Any ? "Needs a token." : $"Needs the scope {requirement.Scope}.";
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(DocumentTransformer.Scheme, context.Document)] = [] }];
        }

        return Task.CompletedTask;
    }
}
